import { beforeAll, describe, expect, it } from 'vitest';
import { synthesizeTemplate } from '../../../infra/aws/app.ts';
import type { Deployment } from '../../../infra/local/deployment.ts';
import { allows } from '../../../infra/local/rights.ts';
import { missingInTemplate, missingRight, neededFor } from '../../../infra/local/rights-check.ts';
import { readTemplate } from '../../../infra/local/template.ts';
import { aTemplate } from './template-fixture.ts';

const addresses = { portalUrl: 'http://127.0.0.1:1', endpointUrl: 'http://127.0.0.1:2' };

describe('a template', () => {
  it('yields tables, functions, sources, queues, routes, schedules and machines with all references resolved', () => {
    const deployment = readTemplate(aTemplate(), addresses);
    expect(deployment.tables.map(({ name }) => name)).toEqual(['Journal', 'Operations']);
    expect(deployment.tables[1]?.expires).toBe('expires');
    expect(deployment.functions.find(({ verb }) => verb === 'portal')).toMatchObject({
      name: 'fixture-portal',
      arn: 'arn:aws:lambda:ap-southeast-1:000000000000:function:fixture-portal',
      entry: 'functions/portal/handler.ts',
      environment: { JOURNAL_TABLE: 'Journal' },
      timeout: 10,
    });
    expect(deployment.functions.find(({ verb }) => verb === 'on-entry')?.environment).toMatchObject({
      MAIL_QUEUE_URL: 'http://127.0.0.1:2/000000000000/MailQueue',
    });
    expect(deployment.functions.find(({ verb }) => verb === 'send-letter')?.environment).toMatchObject({
      PORTAL_URL: 'http://127.0.0.1:1',
      MAIL_FROM: 'trinh@mail.example',
    });
    expect(deployment.streams).toMatchObject([
      {
        table: 'Journal',
        function: 'fixture-on-entry',
        batchSize: 25,
        retries: 10,
        maximumAge: 21_600,
        deadLetters: 'DeadEntries',
      },
    ]);
    expect(deployment.queueFeeds).toMatchObject([
      { queue: 'MailQueue', function: 'fixture-send-letter', batchSize: 10 },
    ]);
    expect(deployment.queues.find(({ name }) => name === 'MailQueue')?.redrive).toEqual({ to: 'DeadMail', after: 5 });
    expect(deployment.routes).toEqual([
      { key: 'ANY /{proxy+}', function: 'fixture-portal' },
      { key: 'ANY /', function: 'fixture-portal' },
    ]);
    expect(deployment.schedules).toMatchObject([
      { expression: 'cron(0/15 * * * ? *)', zone: 'Asia/Ho_Chi_Minh', function: 'fixture-tick' },
    ]);
    expect(deployment.machines[0]?.arn).toBe('arn:aws:states:ap-southeast-1:000000000000:stateMachine:fixture-wait');
    expect(deployment.machines[0]?.definition).toContain(
      '"arn:aws:lambda:ap-southeast-1:000000000000:function:fixture-tick"',
    );
    expect(deployment.senders).toEqual(['mail.example']);
  });

  const bucket = {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    LifecycleConfiguration: { Rules: [{ Status: 'Enabled', Prefix: 'pending/', ExpirationInDays: 1 }] },
  };
  const withBucket = (Properties: Record<string, unknown>, policy?: Record<string, unknown>) => {
    const template = aTemplate();
    template.Resources['Files'] = { Type: 'AWS::S3::Bucket', Properties };
    if (policy !== undefined)
      template.Resources['FilesPolicy'] = {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { Bucket: { Ref: 'Files' }, PolicyDocument: { Statement: [policy] } },
      };
    return template;
  };
  const tlsOnly = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: { 'Fn::GetAtt': ['Files', 'Arn'] } };
  const condition = { Condition: { Bool: { 'aws:SecureTransport': 'false' } } };

  it('yields buckets with the days after which their objects go', () => {
    expect(readTemplate(withBucket(bucket, { ...tlsOnly, ...condition }), addresses).buckets).toEqual([
      { name: 'Files', arn: 'arn:aws:s3:::Files', expiry: [{ prefix: 'pending/', days: 1 }] },
    ]);
  });

  it.each([
    ['a public bucket', { ...bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: false } }],
    ['a website', { ...bucket, WebsiteConfiguration: { IndexDocument: 'index.html' } }],
    ['notifications', { ...bucket, NotificationConfiguration: {} }],
    [
      'a rule that moves objects',
      { ...bucket, LifecycleConfiguration: { Rules: [{ Status: 'Enabled', Transitions: [] }] } },
    ],
    ['a rule by tags', { ...bucket, LifecycleConfiguration: { Rules: [{ Status: 'Enabled', TagFilters: [] }] } }],
  ])('is refused for %s, by the name of the bucket', (_what, properties) => {
    expect(() => readTemplate(withBucket(properties), addresses)).toThrow(/Files \(AWS::S3::Bucket\)/);
  });

  it.each([
    ['allows', { ...tlsOnly, ...condition, Effect: 'Allow' }],
    ['denies by something else', { ...tlsOnly, Condition: { StringEquals: { 'aws:PrincipalAccount': 'x' } } }],
    ['denies whatever comes', tlsOnly],
  ])('is refused for a bucket policy that %s', (_what, policy) => {
    expect(() => readTemplate(withBucket(bucket, policy), addresses)).toThrow(/FilesPolicy \(AWS::S3::BucketPolicy\)/);
  });

  const withProperty = (id: string, property: string, value: unknown) => {
    const template = aTemplate();
    const resource = template.Resources[id] ?? { Type: id, Properties: {} };
    template.Resources[id] = { ...resource, Properties: { ...resource.Properties, [property]: value } };
    return () => readTemplate(template, addresses);
  };

  it.each([
    ['a resource type', 'AWS::Events::Rule', withProperty('AWS::Events::Rule', 'State', 'ENABLED')],
    ['a property', 'TumblingWindowInSeconds', withProperty('EntrySource', 'TumblingWindowInSeconds', 30)],
    ['an intrinsic', 'Fn::ImportValue', withProperty('Portal', 'Timeout', { 'Fn::ImportValue': 'x' })],
    ['a reference to nowhere', 'Gone', withProperty('Portal', 'FunctionName', { Ref: 'Gone' })],
    ['an attribute', 'Nonsense', withProperty('Portal', 'FunctionName', { 'Fn::GetAtt': ['MailQueue', 'Nonsense'] })],
    [
      'a schedule that is no Scheduler expression',
      'ScheduleExpression',
      withProperty('QuarterHour', 'ScheduleExpression', 'cron(0 0 * * * *)'),
    ],
    ['a zone', 'ScheduleExpressionTimezone', withProperty('QuarterHour', 'ScheduleExpressionTimezone', 'Asia/Hue')],
    [
      'a flexible window',
      'FlexibleTimeWindow',
      withProperty('QuarterHour', 'FlexibleTimeWindow', { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 }),
    ],
    ['a group of schedules', 'GroupName', withProperty('QuarterHour', 'GroupName', 'others')],
    [
      'a target that is no function',
      'Target',
      withProperty('QuarterHour', 'Target', { Arn: { 'Fn::GetAtt': ['MailQueue', 'Arn'] } }),
    ],
    [
      'an input that is no JSON',
      'Target',
      withProperty('QuarterHour', 'Target', {
        Arn: { 'Fn::GetAtt': ['Tick', 'Arn'] },
        RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Input: 'now',
      }),
    ],
    [
      'several batches of a shard at a time',
      'ParallelizationFactor',
      withProperty('EntrySource', 'ParallelizationFactor', 2),
    ],
    ['a start in the middle', 'StartingPosition', withProperty('EntrySource', 'StartingPosition', 'AT_TIMESTAMP')],
    ['a mapping that is off', 'Enabled', withProperty('EntrySource', 'Enabled', false)],
    [
      'a destination that is no queue',
      'DestinationConfig',
      withProperty('EntrySource', 'DestinationConfig', {
        OnFailure: { Destination: 'arn:aws:sns:ap-southeast-1:000000000000:topic' },
      }),
    ],
    [
      'a filter operator',
      'FilterCriteria',
      withProperty('EntrySource', 'FilterCriteria', { Filters: [{ Pattern: '{"eventName":[{"wildcard":"I*"}]}' }] }),
    ],
    [
      'a filter that is no JSON',
      'FilterCriteria',
      withProperty('EntrySource', 'FilterCriteria', { Filters: [{ Pattern: 'INSERT' }] }),
    ],
    [
      'a queue filter on more than the body',
      'FilterCriteria',
      withProperty('MailSource', 'FilterCriteria', { Filters: [{ Pattern: '{"messageId":["1"]}' }] }),
    ],
    [
      'bisecting of a queue',
      'BisectBatchOnFunctionError',
      withProperty('MailSource', 'BisectBatchOnFunctionError', true),
    ],
    ['large batches of a queue without a window', 'BatchSize', withProperty('MailSource', 'BatchSize', 100)],
    ['scaling of a stream', 'ScalingConfig', withProperty('EntrySource', 'ScalingConfig', { MaximumConcurrency: 2 })],
    ['long polling', 'ReceiveMessageWaitTimeSeconds', withProperty('MailQueue', 'ReceiveMessageWaitTimeSeconds', 20)],
    [
      'a restricted redrive',
      'RedriveAllowPolicy',
      withProperty('DeadMail', 'RedriveAllowPolicy', { redrivePermission: 'denyAll' }),
    ],
    ['a fifo queue', 'FifoQueue', withProperty('MailQueue', 'FifoQueue', true)],
    [
      'a stream filter that wants more than INSERT',
      'INSERT',
      withProperty('EntrySource', 'FilterCriteria', { Filters: [{ Pattern: '{"eventName":["REMOVE"]}' }] }),
    ],
  ])('is refused, with the place, for %s that the laptop does not know', (_what, named, read) => {
    expect(read).toThrow(named);
  });

  it('carries windows, filters, retention and the bounds of schedules to the runtime', () => {
    const queue = withProperty('MailSource', 'FilterCriteria', {
      Filters: [{ Pattern: '{"body":{"kind":["mail"]}}' }],
    })();
    expect(queue.queueFeeds[0]?.filters).toEqual([{ fields: { body: { kind: ['mail'] } }, or: [] }]);
    expect(withProperty('EntrySource', 'MaximumBatchingWindowInSeconds', 5)().streams[0]?.window).toBe(5);
    expect(withProperty('MailSource', 'ScalingConfig', { MaximumConcurrency: 2 })().queueFeeds).toHaveLength(1);
    expect(queue.queues.find(({ name }) => name === 'DeadMail')).toMatchObject({
      retention: 1_209_600,
      largest: 1_048_576,
    });
    expect(withProperty('QuarterHour', 'StartDate', '2022-03-04T00:00:00Z')().schedules[0]?.start).toBe(
      Date.UTC(2022, 2, 4),
    );
    expect(withProperty('QuarterHour', 'State', 'DISABLED')().schedules).toEqual([]);
  });

  it('says how the events of a function are retried', () => {
    const template = aTemplate();
    template.Resources['TickEvents'] = {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Tick' },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['DeadMail', 'Arn'] } } },
      },
    };
    expect(readTemplate(template, addresses).asyncs).toEqual([
      { function: 'fixture-tick', retries: 1, maximumAge: 21_600, deadLetters: 'DeadMail' },
    ]);
  });

  it('resolves Sub with variables of its own and leaves what is meant literally', () => {
    const value = { 'Fn::Sub': ['${A}-${!B}-${AWS::Region}-${Journal.Arn}', { A: 'a' }] };
    const { functions } = withProperty('Portal', 'Environment', { Variables: { X: value } })();
    const portal = functions.find(({ verb }) => verb === 'portal');
    expect(portal?.environment['X']).toBe(
      'a-${B}-ap-southeast-1-arn:aws:dynamodb:ap-southeast-1:000000000000:table/Journal',
    );
  });
});

describe('rights', () => {
  const rights = [
    { effect: 'Allow' as const, actions: ['dynamodb:*Item'], resources: ['arn:t'] },
    { effect: 'Deny' as const, actions: ['dynamodb:DeleteItem'], resources: ['*'] },
  ];

  it('need an Allow that fits and no Deny', () => {
    expect(allows(rights, 'dynamodb:PutItem', 'arn:t')).toBe(true);
    expect(allows(rights, 'dynamodb:PutItem', 'arn:other')).toBe(false);
    expect(allows(rights, 'dynamodb:DeleteItem', 'arn:t')).toBe(false);
    expect(allows(rights, 'dynamodb:Query', 'arn:t')).toBe(false);
  });

  it('of a transaction are those of each of its parts', () => {
    const needed = neededFor(
      'DynamoDB_20120810.TransactWriteItems',
      { TransactItems: [{ Put: { TableName: 'A' } }, { ConditionCheck: { TableName: 'B' } }] },
      [],
    );
    expect(needed).toEqual([
      [{ action: 'dynamodb:PutItem', resource: 'arn:aws:dynamodb:ap-southeast-1:000000000000:table/A' }],
      [{ action: 'dynamodb:ConditionCheckItem', resource: 'arn:aws:dynamodb:ap-southeast-1:000000000000:table/B' }],
    ]);
    expect(missingRight(rights, needed)?.resource).toContain('table/A');
  });

  it('of an index are apart from those of its table', () => {
    expect(neededFor('DynamoDB_20120810.Query', { TableName: 'A', IndexName: 'byCase' }, [])).toEqual([
      [{ action: 'dynamodb:Query', resource: 'arn:aws:dynamodb:ap-southeast-1:000000000000:table/A/index/byCase' }],
    ]);
  });
});

describe("the project's own template", () => {
  let deployment: Deployment;
  beforeAll(() => {
    deployment = readTemplate(synthesizeTemplate(), addresses);
  });

  it('is all known, and lacks no right for what it makes its parts do', () => {
    expect(missingInTemplate(deployment)).toEqual([]);
    expect(deployment.functions.length).toBeGreaterThan(10);
    expect(deployment.machines.map(({ name }) => name)).toEqual([
      'trinh-budget-round',
      'trinh-approval-chain',
      'trinh-reporting-cycle',
    ]);
  });

  it('lets nobody rewrite the journal', () => {
    const journal = deployment.streams[0]?.table ?? '';
    const arn = `arn:aws:dynamodb:ap-southeast-1:000000000000:table/${journal}`;
    const rewriters = deployment.functions.filter(({ rights }) =>
      ['UpdateItem', 'DeleteItem', 'BatchWriteItem'].some((action) => allows(rights, `dynamodb:${action}`, arn)),
    );
    expect(rewriters).toEqual([]);
  });
});
