import * as z from 'zod';
import { ConditionShape } from './conditions.ts';
import type { BucketDefinition } from './deployment.ts';
import { physicalName, readShape, type Resource, type Source } from './template-values.ts';

// Buckets of a template. As everywhere: what is not named here is refused.

const ignored = z.unknown().optional();

const Rule = z.strictObject({
  Id: ignored,
  Status: z.literal('Enabled', { error: 'a rule that is off is not a rule' }),
  Prefix: z.string().default(''),
  ExpirationInDays: z.int().min(1).optional(),
  // There is one version of each object here, and nothing is sent in parts.
  NoncurrentVersionExpiration: ignored,
  AbortIncompleteMultipartUpload: ignored,
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucket.html */
const BucketShape = z.strictObject({
  BucketName: ignored,
  LifecycleConfiguration: z.strictObject({ Rules: z.array(Rule) }).default({ Rules: [] }),
  PublicAccessBlockConfiguration: z.strictObject(
    {
      BlockPublicAcls: z.literal(true),
      BlockPublicPolicy: z.literal(true),
      IgnorePublicAcls: z.literal(true),
      RestrictPublicBuckets: z.literal(true),
    },
    { error: 'every bucket is private here' },
  ),
  BucketEncryption: ignored,
  OwnershipControls: ignored,
  VersioningConfiguration: ignored,
  Tags: ignored,
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucketpolicy.html */
const BucketPolicyShape = z.strictObject({
  Bucket: z.string(),
  PolicyDocument: z.looseObject({
    Statement: z.array(
      z.looseObject({
        Effect: z.literal('Deny', { error: 'a bucket policy can only deny here' }),
        Condition: ConditionShape.refine(
          ([only, ...others]) =>
            others.length === 0 && only?.key === 'aws:securetransport' && only.values.join() === 'false',
          { error: 'a bucket policy can only ask for TLS here' },
        ),
      }),
    ),
  }),
});

/** Reads a bucket: its name, and after how many days its objects go. */
export const readBucket = (source: Source, id: string, resource: Resource): BucketDefinition => {
  const shape = readShape(BucketShape, source, id, resource);
  const name = physicalName(source.template, source.resolver, id);
  return {
    name,
    arn: `arn:aws:s3:::${name}`,
    expiry: shape.LifecycleConfiguration.Rules.flatMap(({ Prefix, ExpirationInDays }) =>
      ExpirationInDays === undefined ? [] : [{ prefix: Prefix, days: ExpirationInDays }],
    ),
  };
};

/** Looks that a bucket's policy only asks for what has no effect on a laptop. */
export const checkBucketPolicy = (source: Source, id: string, resource: Resource): void =>
  void readShape(BucketPolicyShape, source, id, resource);
