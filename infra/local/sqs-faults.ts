import { type Denial, denialText } from './authorization.ts';
import { type AwsResponse, awsFault } from './aws-http.ts';

/**
 * The faults of SQS that the laptop has: the code of the JSON protocol, the older one that clients of SQS still go by,
 * and AWS's words. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
 */
const codes = {
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  InvalidAttributeName: 'InvalidAttributeName',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  InvalidParameterValueException: 'InvalidParameterValue',
  MissingRequiredParameterException: 'MissingParameter',
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  ReceiptHandleIsInvalid: 'ReceiptHandleIsInvalid',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
} satisfies Record<string, string>;

/** These are common to AWS's services and not in SQS's own model. */
const shared: ReadonlySet<string> = new Set(['InvalidParameterValueException', 'MissingRequiredParameterException']);

/** A call that SQS would refuse. */
export class SqsFault extends Error {
  override readonly name = 'SqsFault';
  readonly code: keyof typeof codes;

  constructor(code: keyof typeof codes, message: string) {
    super(message);
    this.code = code;
  }
}

const withQueryCode = (response: AwsResponse, code: string): AwsResponse => ({
  ...response,
  headers: { ...response.headers, 'x-amzn-query-error': `${code};Sender` },
});

/** The answer to a call that is refused. */
export const sqsFault = ({ code, message }: SqsFault): AwsResponse =>
  withQueryCode(
    awsFault(
      code === 'ReceiptHandleIsInvalid' ? 404 : 400,
      code,
      message,
      shared.has(code) ? 'com.amazon.coral.service' : 'com.amazonaws.sqs',
    ),
    codes[code],
  );

/** A message of a batch that is refused, beside others that are not. */
export const sqsFailedEntry = (Id: string, { code, message }: SqsFault) => ({
  Id,
  SenderFault: true,
  Code: codes[code],
  Message: message,
});

/** The answer to a caller without the right; SQS writes its actions in small letters there. */
export const sqsDenial = (denial: Denial): AwsResponse =>
  withQueryCode(
    awsFault(403, 'AccessDeniedException', denialText(denial, denial.action.toLowerCase())),
    'AccessDenied',
  );

/** The answer to an action that SQS, or the laptop's part of it, does not have. */
export const sqsUnknown = (operation: string): AwsResponse =>
  withQueryCode(
    awsFault(400, 'UnknownOperationException', `The laptop's SQS does not know ${operation}.`),
    'InvalidAction',
  );
