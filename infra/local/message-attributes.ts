import { createHash } from 'node:crypto';
import * as z from 'zod';

const Attribute = z.looseObject({
  DataType: z.string().min(1).max(256),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});

/** The attributes of a message, as clients send and readers get them; a binary value in base64. */
export const MessageAttributes = z.record(z.string(), Attribute);
export type MessageAttributes = z.infer<typeof MessageAttributes>;

const sized = (bytes: Buffer): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes.length);
  return Buffer.concat([size, bytes]);
};

/**
 * The digest by which clients see that attributes arrived whole.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export const md5OfAttributes = (attributes: MessageAttributes): string | undefined => {
  const names = Object.keys(attributes).toSorted();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const { DataType = '', StringValue = '', BinaryValue } = attributes[name] ?? {};
    hash.update(sized(Buffer.from(name)));
    hash.update(sized(Buffer.from(DataType)));
    const isBinary = DataType.startsWith('Binary');
    hash.update(Buffer.from([isBinary ? 2 : 1]));
    hash.update(sized(isBinary ? Buffer.from(BinaryValue ?? '', 'base64') : Buffer.from(StringValue)));
  }
  return hash.digest('hex');
};

/** The attributes as a function's event shows them. */
export const attributesInEvent = (attributes: MessageAttributes): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        stringValue: StringValue,
        binaryValue: BinaryValue,
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType,
      },
    ]),
  );

/** Those attributes that a reader asks for: by name, by a beginning (`order.*`), or all of them. */
export const askedAttributes = (attributes: MessageAttributes, asked: readonly string[]): MessageAttributes =>
  Object.fromEntries(
    Object.entries(attributes).filter(([name]) =>
      asked.some((one) => one === 'All' || one === name || (one.endsWith('.*') && name.startsWith(one.slice(0, -1)))),
    ),
  );
