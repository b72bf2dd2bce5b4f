import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import PostalMime, { type Address } from 'postal-mime';
import { addressProblem, bareAddress } from './ses-addresses.ts';

/** A mail as SES is asked to send it. */
export type Outgoing = {
  /** Whoever sends: the request's Source, and the From of the mail. */
  senders: string[];
  recipients: string[];
  raw: Buffer;
  subject: string;
};

/** A request that SES would refuse, with its code and words. */
export class SesFault extends Error {
  override readonly name = 'SesFault';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const mostRecipients = 50;
/** In bytes, by the API of SES that the laptop speaks. */
const largestMessage = 10 * 1024 * 1024;

/** The values `NAME.member.1`, `NAME.member.2`, … of a form. */
export const members = (form: URLSearchParams, name: string): string[] => {
  const found: string[] = [];
  for (let number = 1; ; number += 1) {
    const value = form.get(`${name}.member.${number}`);
    if (value === null) return found;
    found.push(value);
  }
};

const required = (form: URLSearchParams, name: string, member: string): string => {
  const value = form.get(name);
  if (value !== null) return value;
  const rule = 'failed to satisfy constraint: Member must not be null';
  throw new SesFault('ValidationError', `1 validation error detected: Value null at '${member}' ${rule}`);
};

/** What stands where an address should: of a header without one, its text. */
const written = (addresses: readonly Address[]): string[] =>
  addresses.flatMap(
    (one) =>
      one.group?.map(({ address }) => address) ?? [
        one.address === undefined || one.address === '' ? one.name : one.address,
      ],
  );

const fromRaw = async (form: URLSearchParams): Promise<Outgoing> => {
  const raw = Buffer.from(required(form, 'RawMessage.Data', 'rawMessage.data'), 'base64');
  const parsed = await PostalMime.parse(raw);
  const source = form.get('Source');
  const from = parsed.from === undefined ? [] : written([parsed.from]);
  if (source === null && from.length === 0) {
    throw new SesFault('InvalidParameterValue', "Missing required header 'From'.");
  }
  const given = members(form, 'Destinations');
  return {
    senders: [...(source === null ? [] : [source]), ...from],
    recipients: given.length > 0 ? given : written([...(parsed.to ?? []), ...(parsed.cc ?? []), ...(parsed.bcc ?? [])]),
    raw,
    subject: parsed.subject ?? '',
  };
};

const fromFields = async (form: URLSearchParams): Promise<Outgoing> => {
  const source = required(form, 'Source', 'source');
  const subject = required(form, 'Message.Subject.Data', 'message.subject.data');
  const to = members(form, 'Destination.ToAddresses');
  const cc = members(form, 'Destination.CcAddresses');
  const bcc = members(form, 'Destination.BccAddresses');
  const message = new MailComposer({
    from: source,
    to,
    cc,
    subject,
    text: form.get('Message.Body.Text.Data') ?? undefined,
    html: form.get('Message.Body.Html.Data') ?? undefined,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { senders: [source], recipients: [...to, ...cc, ...bcc], raw: await message.compile().build(), subject };
};

const check = ({ senders, recipients, raw }: Outgoing): void => {
  const problem = [...senders, ...recipients].map(addressProblem).find((one) => one !== undefined);
  if (problem !== undefined) throw new SesFault('InvalidParameterValue', problem);
  if (recipients.length === 0) throw new SesFault('InvalidParameterValue', 'Missing recipients.');
  if (recipients.length > mostRecipients) {
    throw new SesFault('InvalidParameterValue', `Recipient count exceeds ${mostRecipients}.`);
  }
  if (raw.length > largestMessage) {
    const words = `Message length is more than ${largestMessage} bytes long: '${raw.length}'.`;
    throw new SesFault('InvalidParameterValue', words);
  }
};

/** Reads SendRawEmail or SendEmail, its addresses bare. Throws a `SesFault` for what SES would not take. */
export const readOutgoing = async (action: 'SendEmail' | 'SendRawEmail', form: URLSearchParams): Promise<Outgoing> => {
  const mail = await (action === 'SendRawEmail' ? fromRaw(form) : fromFields(form));
  check(mail);
  return { ...mail, recipients: mail.recipients.map(bareAddress) };
};
