import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ProjectFunction } from './function.ts';

/** How long an upload that nobody attached, and a part of one that broke off, lie there. */
const day = Duration.days(1);

/**
 * The bytes of attached files, under their hash in `files/`, and uploads on their way in `pending/`. Private; browsers
 * reach single objects by forms and links that the portal signs.
 */
export class FileStore extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        { id: 'NeverAttached', prefix: 'pending/', expiration: day, noncurrentVersionExpiration: day },
        { id: 'BrokenOff', abortIncompleteMultipartUploadAfter: day },
      ],
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Who attached what is in the journal, and each form and link is signed by the portal for one person.',
    });
  }

  /** Lets a function read uploads, keep files under their hash and hand them out; nothing removes a file. */
  grant(fn: ProjectFunction): void {
    const { bucketArn } = this.bucket;
    const objects = ['pending/*', 'files/*'];
    fn.allow(
      ['s3:GetObject', 's3:PutObject'],
      objects.map((key) => `${bucketArn}/${key}`),
    );
    // Without it, S3 answers for an object that is not there as for one that is forbidden.
    fn.allow(['s3:ListBucket'], [bucketArn]);
    const resource = this.bucket.node.defaultChild;
    if (!(resource instanceof CfnBucket)) throw new Error('The file store has no CloudFormation bucket.');
    const logicalId = Stack.of(this).getLogicalId(resource);
    for (const key of objects)
      Validations.of(fn).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>/${key}]`,
        reason: 'Objects are named by their hash or by an upload; the function serves them all.',
      });
  }
}
