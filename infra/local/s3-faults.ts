import { type AwsResponse, escapeXml } from './aws-http.ts';

/** A fault as S3 writes it. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const s3Fault = (status: number, code: string, message: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`,
});

/** What S3 answers whoever may not. */
export const s3Denied = (message = 'Access Denied'): AwsResponse => s3Fault(403, 'AccessDenied', message);
