import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { synthesizeTemplate } from '../../../infra/aws/app.ts';
import { actionsOn, Arn, Document, fn, functions, of, only, reading, statementsOf, template } from './synthesized.ts';

const names = readdirSync(fileURLToPath(new URL('../../../functions', import.meta.url)));

const tables = of(
  'AWS::DynamoDB::GlobalTable',
  z.looseObject({
    KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.string() })),
    GlobalSecondaryIndexes: z.array(z.looseObject({ IndexName: z.string() })).optional(),
    StreamSpecification: z.object({ StreamViewType: z.string() }).optional(),
    TimeToLiveSpecification: z.unknown().optional(),
    Replicas: z.tuple([z.looseObject({ ResourcePolicy: z.object({ PolicyDocument: Document }).optional() })]),
  }),
);
const table = (name: string) => only(tables.filter(([id]) => id.startsWith(`Tables${name}`)));

describe('tables', () => {
  test('every table is restorable to a moment and cannot be deleted by accident', () => {
    expect(tables).toHaveLength(3);
    for (const [, properties] of tables) {
      expect(properties.Replicas[0]).toMatchObject({
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
      });
    }
  });

  test('Records has one key and an index each by case, owner and time', () => {
    const [, records] = table('Records');
    expect(records.KeySchema).toEqual([{ AttributeName: 'pk', KeyType: 'HASH' }]);
    expect(records.GlobalSecondaryIndexes).toEqual([
      index('byCase', 'caseKey', 'caseSort'),
      index('byOwner', 'ownerKey', 'ownerSort'),
      index('byTime', 'timeShard', 'timeSort'),
    ]);
    expect(records.StreamSpecification).toBeUndefined();
  });

  test('Journal is a stream an aggregate, numbered, and feeds its new entries on', () => {
    const [, journal] = table('Journal');
    expect(journal.KeySchema).toEqual([
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'seq', KeyType: 'RANGE' },
    ]);
    expect(journal.StreamSpecification).toEqual({ StreamViewType: 'NEW_IMAGE' });
    expect(journal.TimeToLiveSpecification).toBeUndefined();
  });

  test('Operations forgets by itself', () => {
    expect(table('Operations')[1].TimeToLiveSpecification).toEqual({ AttributeName: 'expires', Enabled: true });
  });

  test('nobody at all may rewrite the journal', () => {
    const statements = table('Journal')[1].Replicas[0].ResourcePolicy?.PolicyDocument.Statement ?? [];
    expect(only(statements)).toMatchObject({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: rewriting,
      Resource: ['*'],
    });
  });
});

describe('the bucket of files', () => {
  const [id, bucket] = only(of('AWS::S3::Bucket', z.looseObject({})));

  test('is private, encrypted and versioned, and outlives the stack', () => {
    expect(bucket).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    expect(template.Resources[id]).toMatchObject({ DeletionPolicy: 'Retain' });
  });

  test('is reached by TLS only', () => {
    const [, { PolicyDocument }] = only(of('AWS::S3::BucketPolicy', z.looseObject({ PolicyDocument: Document })));
    expect(only(PolicyDocument.Statement)).toMatchObject({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: ['s3:*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('lets go of what was never attached, and of nothing else', () => {
    const { LifecycleConfiguration } = z
      .looseObject({ LifecycleConfiguration: z.object({ Rules: z.array(z.looseObject({})) }) })
      .parse(bucket);
    expect(LifecycleConfiguration.Rules).toEqual([
      {
        Id: 'NeverAttached',
        Status: 'Enabled',
        Prefix: 'pending/',
        ExpirationInDays: 1,
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      },
      { Id: 'BrokenOff', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
    ]);
  });
});

describe('functions', () => {
  test('each folder is one function, on arm64 and Node 24, that names its source', () => {
    expect(functions.map(([, { FunctionName }]) => FunctionName).toSorted()).toEqual(
      names.map((name) => `trinh-${name}`).toSorted(),
    );
    for (const name of names) {
      const [id, properties] = fn(name);
      expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
      expect(template.Resources[id]?.Metadata).toEqual({ 'local:entry': `functions/${name}/handler.ts` });
    }
  });

  test.each(names)('%s is given exactly the environment that it reads', async (name) => {
    const { Env } = z
      .object({ Env: z.instanceof(z.ZodObject) })
      .parse(await import(`../../../functions/${name}/env.ts`));
    expect(Object.keys(fn(name)[1].Environment.Variables).toSorted()).toEqual(Object.keys(Env.shape).toSorted());
  });

  test('no two share a role', () => {
    expect(new Set(functions.map(([, { Role }]) => Role['Fn::GetAtt'][0])).size).toBe(functions.length);
  });

  test.each(names)('%s is denied to rewrite the journal by its own role too', (name) => {
    expect(actionsOn(name, 'TablesJournal', 'Deny')).toEqual(rewriting);
    const allowed = actionsOn(name, 'TablesJournal').filter((action) => rewriting.includes(action));
    expect(allowed).toEqual([]);
  });

  test.each(names)('%s may do nothing on everything but ask for the quota, and no kind of action whole', (name) => {
    const statements = statementsOf(name);
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    const onAll = statements.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);
    expect(onAll).toEqual(name === 'send-mail' ? ['ses:GetSendQuota'] : []);
  });

  test('rights with a wildcard are those of the streams of one table and the executions of one machine', () => {
    const wide = names.flatMap((name) =>
      statementsOf(name)
        .filter((statement) => statement.Effect === 'Allow' && JSON.stringify(statement.Resource).includes('*'))
        .map((statement) => `${name} ${statement.Action.join(' ')}`),
    );
    expect(wide.toSorted()).toEqual([
      'portal s3:GetObject s3:PutObject',
      'queue-mail dynamodb:ListStreams',
      'send-mail ses:GetSendQuota',
      'tick states:DescribeExecution',
      'wake-workflow dynamodb:ListStreams',
    ]);
  });

  test('only the portal reaches files: it reads and adds objects, and nothing removes or opens one up', () => {
    expect(names.filter((name) => actionsOn(name, 'FilesBucket').length > 0)).toEqual(['portal']);
    expect(actionsOn('portal', 'FilesBucket')).toEqual(['s3:GetObject', 's3:ListBucket', 's3:PutObject']);
    const objects = statementsOf('portal').find(({ Action }) => Action.includes('s3:PutObject'));
    expect(JSON.stringify(objects?.Resource)).toMatch(/\/files\/\*.*\/pending\/\*/);
  });

  test('a step may append to the journal and start nothing; only the waits may answer', () => {
    expect(actionsOn('seal-package', 'TablesJournal')).toEqual([...reading, 'dynamodb:PutItem'].toSorted());
    expect(actionsOn('seal-package', 'stateMachine')).toEqual([]);
    expect(actionsOn('await-lock', 'stateMachine')).toEqual(['states:SendTaskSuccess']);
    expect(actionsOn('open-stage', 'stateMachine')).toEqual(['states:SendTaskSuccess']);
    const starting = names.filter((name) => actionsOn(name, 'stateMachine').includes('states:StartExecution'));
    expect(starting.toSorted()).toEqual(['tick', 'wake-workflow']);
  });

  test('a reader of the journal changes no record, and only send-mail sends', () => {
    for (const name of ['wake-workflow', 'queue-mail', 'send-mail', 'hear-feedback']) {
      expect(actionsOn(name, 'TablesRecords')).toEqual(reading);
      expect(actionsOn(name, 'TablesJournal').filter((action) => action === 'dynamodb:PutItem')).toEqual([]);
    }
    const sending = names.filter((name) =>
      statementsOf(name).some(({ Action }) => Action.includes('ses:SendRawEmail')),
    );
    expect(sending).toEqual(['send-mail']);
  });
});

describe('what feeds what', () => {
  const mappings = of(
    'AWS::Lambda::EventSourceMapping',
    z.looseObject({ FunctionName: z.object({ Ref: z.string() }) }),
  );
  const feeding = (name: string) =>
    only(mappings.filter(([, { FunctionName }]) => FunctionName.Ref === fn(name)[0]))[1];

  test.each(['wake-workflow', 'queue-mail'])(
    '%s reads what is added to the journal, and loses nothing quietly',
    (name) => {
      expect(feeding(name)).toMatchObject({
        EventSourceArn: { 'Fn::GetAtt': [table('Journal')[0], 'StreamArn'] },
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 10_000,
        MaximumRecordAgeInSeconds: 23 * 60 * 60,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [expect.any(String), 'Arn'] } } },
      });
    },
  );

  test('the journal has no third reader, more than a shard bears', () => {
    const readers = mappings.filter(([, mapping]) => JSON.stringify(mapping['EventSourceArn']).includes('StreamArn'));
    expect(readers).toHaveLength(2);
  });

  test('send-mail takes ten mails at a time, five times each, then they wait for a person', () => {
    const mapping = feeding('send-mail');
    expect(mapping).toMatchObject({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
    const { EventSourceArn } = z.looseObject({ EventSourceArn: Arn }).parse(mapping);
    expect(template.Resources[EventSourceArn['Fn::GetAtt'][0]]?.Properties).toMatchObject({
      RedrivePolicy: { maxReceiveCount: 5 },
    });
  });

  test('tick comes every quarter of an hour by the clock of Việt Nam', () => {
    expect(only(of('AWS::Scheduler::Schedule', z.looseObject({})))[1]).toMatchObject({
      ScheduleExpression: 'cron(0/15 * * * ? *)',
      ScheduleExpressionTimezone: 'Asia/Ho_Chi_Minh',
      Target: { Arn: { 'Fn::GetAtt': [fn('tick')[0], 'Arn'] }, Input: '{}' },
    });
  });

  test.each([
    ['tick', 900, /^QuarterHourDead/],
    ['hear-feedback', 21_600, /^MailFeedbackDead/],
  ])('what %s cannot do is tried twice more, then waits for a person', (name, age, dead) => {
    const configs = of(
      'AWS::Lambda::EventInvokeConfig',
      z.looseObject({
        FunctionName: z.object({ Ref: z.string() }),
        DestinationConfig: z.object({ OnFailure: z.object({ Destination: Arn }) }),
      }),
    );
    const [, config] = only(configs.filter(([, { FunctionName }]) => FunctionName.Ref === fn(name)[0]));
    expect(config).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: age });
    const [queue] = config.DestinationConfig.OnFailure.Destination['Fn::GetAtt'];
    expect(queue).toMatch(dead);
    expect(actionsOn(name, queue)).toContain('sqs:SendMessage');
  });

  test('every path of the portal is one function, and no path is logged', () => {
    const routes = of('AWS::ApiGatewayV2::Route', z.looseObject({ RouteKey: z.string() }));
    expect(routes.map(([, { RouteKey }]) => RouteKey).toSorted()).toEqual(['ANY /', 'ANY /{proxy+}']);
    const integration = only(of('AWS::ApiGatewayV2::Integration', z.looseObject({})))[1];
    expect(integration).toMatchObject({ IntegrationUri: { 'Fn::GetAtt': [fn('portal')[0], 'Arn'] } });
    const stage = only(
      of('AWS::ApiGatewayV2::Stage', z.looseObject({ AccessLogSettings: z.object({ Format: z.string() }) })),
    )[1];
    expect(stage.AccessLogSettings.Format).not.toMatch(/path|routeKey/i);
  });

  test('a machine logs its steps and never their data, which hold tokens', () => {
    const machines = of('AWS::StepFunctions::StateMachine', z.looseObject({}));
    expect(machines).toHaveLength(3);
    for (const [, machine] of machines) {
      expect(machine).toMatchObject({
        StateMachineType: 'STANDARD',
        LoggingConfiguration: { IncludeExecutionData: false, Level: 'ALL' },
        TracingConfiguration: { Enabled: true },
      });
    }
  });

  test('an alarm rings for every queue of the dead, every machine, and any rewriting of the journal', () => {
    const alarms = JSON.stringify(of('AWS::CloudWatch::Alarm', z.looseObject({})));
    const dead = Object.keys(template.Resources).filter(
      (id) => id.includes('Dead') && !id.includes('Policy') && !id.startsWith('Alarms'),
    );
    expect(dead).toHaveLength(5);
    for (const id of dead) expect(alarms).toContain(`"${id}","QueueName"`);
    for (const operation of ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'])
      expect(alarms).toContain(`"${operation}"`);
    expect(alarms.match(/"MetricName":"ExecutionsFailed"/g)).toHaveLength(3);
    expect(alarms.match(/"MetricName":"IteratorAge"/g)).toHaveLength(2);
  });
});

describe('the template', () => {
  test('is the same every time', () => {
    expect(synthesizeTemplate()).toEqual(template);
  });
});

function index(name: string, partition: string, sort: string) {
  return {
    IndexName: name,
    KeySchema: [
      { AttributeName: partition, KeyType: 'HASH' },
      { AttributeName: sort, KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: 'KEYS_ONLY' },
  };
}

const rewriting = [
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:PartiQLDelete',
  'dynamodb:PartiQLUpdate',
  'dynamodb:UpdateItem',
];
