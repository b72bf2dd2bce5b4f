import { amzDate, credentialOf, signPolicy, type Signer } from './sigv4.ts';
import type { UploadForm } from '../app/ports.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html

/** What a form lets a browser put: one object under a prefix, its name the file's own, no larger than `most` bytes. */
export type FormAsked = {
  readonly bucket: string;
  readonly url: string;
  readonly prefix: string;
  readonly most: number;
  readonly back: string;
  /** How long the form is good for. */
  readonly seconds: number;
};

/** A form for one upload, signed with its conditions. */
export const uploadForm = (asked: FormAsked, signer: Signer): UploadForm => {
  const { sessionToken } = signer.credentials;
  const said = {
    success_action_redirect: asked.back,
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': credentialOf(signer),
    'x-amz-date': amzDate(signer.at),
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
  };
  const policy = Buffer.from(
    JSON.stringify({
      expiration: new Date(signer.at.getTime() + asked.seconds * 1000).toISOString(),
      conditions: [
        { bucket: asked.bucket },
        ['starts-with', '$key', asked.prefix],
        // An empty file comes in too, so that the portal can say what is wrong with it.
        ['content-length-range', 0, asked.most],
        ...Object.entries(said).map(([name, value]) => ({ [name]: value })),
      ],
    }),
    'utf8',
  ).toString('base64');
  const fields = {
    // S3 puts the file's own name in the place of this variable, without its folders.
    key: `${asked.prefix}\${filename}`,
    ...said,
    policy,
    'x-amz-signature': signPolicy(policy, signer),
  };
  return { url: asked.url, fields: Object.entries(fields).map(([name, value]) => ({ name, value })) };
};
