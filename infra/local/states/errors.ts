/** The error codes that the Step Functions API answers with (API reference, each action's "Errors"). */
export type ApiErrorCode =
  | 'ExecutionAlreadyExists'
  | 'ExecutionDoesNotExist'
  | 'InvalidArn'
  | 'InvalidDefinition'
  | 'InvalidExecutionInput'
  | 'InvalidName'
  | 'InvalidOutput'
  | 'InvalidToken'
  | 'MissingRequiredParameter'
  | 'StateMachineAlreadyExists'
  | 'StateMachineDoesNotExist'
  | 'StateMachineTypeNotSupported'
  | 'TaskDoesNotExist'
  | 'TaskTimedOut'
  | 'UnknownOperationException'
  | 'ValidationException';

/** A call that Step Functions would refuse: `code` as AWS names it, `message` as AWS words it. */
export class StatesApiError extends Error {
  override readonly name = 'StatesApiError';
  readonly code: ApiErrorCode;

  constructor(code: ApiErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** An expression or a field's value that fails a state with States.QueryEvaluationError. */
export class QueryFailure extends Error {
  override readonly name = 'QueryFailure';
  /** The field, as AWS writes it: `Output/items[0]`. */
  readonly location: string;

  constructor(location: string, message: string) {
    super(message);
    this.location = location;
  }
}

/** A failure of a state under its name in the language; `cause` is absent where AWS gives none. */
export type StateError = { error?: string | undefined; cause?: string | undefined; heartbeat?: boolean | undefined };

/** Names that the language reserves and that Retry and Catch may list (Amazon States Language, appendix A). */
export const reservedErrors: ReadonlySet<string> = new Set([
  'States.ALL',
  'States.BranchFailed',
  'States.DataLimitExceeded',
  'States.ExceedToleratedFailureThreshold',
  'States.HeartbeatTimeout',
  'States.Http.Socket',
  'States.IntrinsicFailure',
  'States.ItemReaderFailed',
  'States.NoChoiceMatched',
  'States.ParameterPathFailure',
  'States.Permissions',
  'States.QueryEvaluationError',
  'States.ResultPathMatchFailure',
  'States.ResultWriterFailed',
  'States.Runtime',
  'States.TaskFailed',
  'States.Timeout',
]);

/**
 * Whether an ErrorEquals list names a failure. States.ALL matches all but States.Runtime, States.TaskFailed all but
 * that and time-outs; a missed heartbeat is reported as States.Timeout and also answers to States.HeartbeatTimeout.
 */
export const matchesError = (names: readonly string[], failure: StateError): boolean =>
  names.some((name) => {
    if (name === failure.error) return true;
    if (failure.error === 'States.Runtime') return false;
    if (name === 'States.ALL') return true;
    if (name === 'States.TaskFailed') return failure.error !== 'States.Timeout';
    return name === 'States.HeartbeatTimeout' && failure.heartbeat === true;
  });

/** The longest error name and cause that the API carries, in characters. https://docs.aws.amazon.com/step-functions/latest/apireference/API_TaskFailedEventDetails.html */
const longestError = 256;
const longestCause = 32_768;

export const shortError = (error: string | undefined): string | undefined => error?.slice(0, longestError);
export const shortCause = (cause: string | undefined): string | undefined => cause?.slice(0, longestCause);
