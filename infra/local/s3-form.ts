import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { type Signer, signPolicy } from '../../shared/adapters/sigv4.ts';
import type { AwsResponse } from './aws-http.ts';
import { jsonIn } from './json-body.ts';
import { type FormPart, readMultipart } from './multipart.ts';
import { s3Denied, s3Fault } from './s3-faults.ts';

// A browser's form upload: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html

const Condition = z.union([
  z.tuple([z.literal('content-length-range'), z.int(), z.int()]),
  z.tuple([z.enum(['eq', 'starts-with']), z.string().startsWith('$'), z.string()]),
  z.record(z.string(), z.string()),
]);
const Policy = z.strictObject({ expiration: z.iso.datetime(), conditions: z.array(Condition) });
type Condition = z.infer<typeof Condition>;

/** What a form puts. */
export type Posted = {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly redirect: string | undefined;
};

const invalid = (message: string): AwsResponse => s3Fault(400, 'InvalidArgument', message);

/** Fields before the file, by their names in small letters; S3 reads nothing after it. */
const fieldsAndFile = (parts: readonly FormPart[]): { fields: Map<string, string>; file: FormPart | undefined } => {
  const fields = new Map<string, string>();
  for (const part of parts) {
    const name = part.name.toLowerCase();
    if (part.filename !== undefined) return { fields, file: name === 'file' ? part : undefined };
    fields.set(name, Buffer.from(part.bytes).toString('utf8'));
  }
  return { fields, file: undefined };
};

/** Fields that a policy need not name. */
const FREE = new Set(['policy', 'x-amz-signature', 'file']);

const isMet = (condition: Condition, fields: ReadonlyMap<string, string>, size: number): boolean => {
  if (!Array.isArray(condition))
    return Object.entries(condition).every(([name, value]) => fields.get(name.toLowerCase()) === value);
  if (condition[0] === 'content-length-range') return size >= condition[1] && size <= condition[2];
  const given = fields.get(condition[1].slice(1).toLowerCase());
  return condition[0] === 'eq' ? given === condition[2] : given?.startsWith(condition[2]) === true;
};

const namedBy = (condition: Condition): string[] => {
  if (!Array.isArray(condition)) return Object.keys(condition).map((name) => name.toLowerCase());
  return condition[0] === 'content-length-range' ? [] : [condition[1].slice(1).toLowerCase()];
};

const holds = (signature: string, expected: string): boolean =>
  signature.length === expected.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected));

const refusedBy = (
  fields: ReadonlyMap<string, string>,
  size: number,
  signer: Omit<Signer, 'at'>,
  now: Date,
): AwsResponse | undefined => {
  const text = fields.get('policy');
  const date = /^(\d{4})(\d{2})(\d{2})T\d{6}Z$/.exec(fields.get('x-amz-date') ?? '');
  if (text === undefined || date === null) return s3Denied();
  const at = new Date(`${date[1]}-${date[2]}-${date[3]}T00:00:00Z`);
  if (!holds(fields.get('x-amz-signature') ?? '', signPolicy(text, { ...signer, at })))
    return s3Fault(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  const policy = Policy.safeParse(jsonIn(Buffer.from(text, 'base64').toString('utf8')));
  if (!policy.success) return s3Fault(400, 'InvalidPolicyDocument', 'Invalid Policy: Invalid JSON.');
  const { expiration, conditions } = policy.data;
  if (now.getTime() >= Date.parse(expiration)) return s3Denied('Invalid according to Policy: Policy expired.');
  const named = new Set(conditions.flatMap(namedBy));
  const extra = [...fields.keys()].filter(
    (name) => name !== 'bucket' && !FREE.has(name) && !name.startsWith('x-ignore-') && !named.has(name),
  );
  if (extra.length > 0) return s3Denied(`Invalid according to Policy: Extra input fields: ${extra.join(', ')}`);
  for (const condition of conditions) {
    if (isMet(condition, fields, size)) continue;
    if (!Array.isArray(condition) || condition[0] !== 'content-length-range')
      return s3Denied(`Invalid according to Policy: Policy Condition failed: ${JSON.stringify(condition)}`);
    return size > condition[2]
      ? s3Fault(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size')
      : s3Fault(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  }
  return undefined;
};

/** Reads a form that a browser posts to a bucket, and holds it to the policy that it carries. */
export const readPosted = (
  bucket: string,
  body: Buffer,
  contentType: string,
  signer: Omit<Signer, 'at'>,
  now: Date,
): { posted: Posted } | { fault: AwsResponse } => {
  const parts = readMultipart(body, contentType);
  if (parts === undefined)
    return {
      fault: s3Fault(
        400,
        'MalformedPOSTRequest',
        'The body of your POST request is not well-formed multipart/form-data.',
      ),
    };
  const { fields, file } = fieldsAndFile(parts);
  if (file === undefined) return { fault: invalid('POST requires exactly one file upload per request.') };
  const key = fields.get('key');
  if (key === undefined) return { fault: invalid("Bucket POST must contain a field named 'key'.") };
  const name = file.filename?.split(/[/\\]/).at(-1) ?? '';
  fields.set('bucket', bucket);
  fields.set(
    'key',
    key.replaceAll('${filename}', () => name),
  );
  const fault = refusedBy(fields, file.bytes.byteLength, signer, now);
  if (fault !== undefined) return { fault };
  return {
    posted: {
      key: fields.get('key') ?? '',
      bytes: file.bytes,
      type: fields.get('content-type') ?? 'binary/octet-stream',
      redirect: fields.get('success_action_redirect'),
    },
  };
};
