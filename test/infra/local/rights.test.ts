import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import type { Runtime } from '../../../infra/local/runtime.ts';
import { missingInTemplate } from '../../../infra/local/rights-check.ts';
import { decide } from '../../../infra/local/rights.ts';
import { readTemplate } from '../../../infra/local/template.ts';
import { startFixture } from './fixture-runtime.ts';
import { withFunctions } from './template-fixture.ts';

const account = 'ap-southeast-1:000000000000';
const addresses = { portalUrl: 'http://127.0.0.1:1', endpointUrl: 'http://127.0.0.1:2' };

const Policy = z.looseObject({
  Statement: z.array(z.looseObject({ Effect: z.string(), Action: z.array(z.string()) })),
});
type Statement = { Effect: string; Action: string[]; Resource: unknown; Condition?: unknown };

/** The fixture whose call-aws has a role of its own, with these statements. */
const templateWith = (...Statement: Statement[]) => {
  const template = withFunctions('call-aws');
  const caller = template.Resources['Extracallaws'];
  if (caller === undefined) throw new Error('The fixture has no call-aws.');
  caller.Properties['Role'] = { 'Fn::GetAtt': ['CallerRole', 'Arn'] };
  template.Resources['CallerRole'] = { Type: 'AWS::IAM::Role', Properties: {} };
  template.Resources['CallerPolicy'] = {
    Type: 'AWS::IAM::Policy',
    Properties: { Roles: [{ Ref: 'CallerRole' }], PolicyDocument: { Statement } },
  };
  return template;
};

const user = 'arn:aws:sts::000000000000:assumed-role/CallerRole/fixture-call-aws';
const allow = (action: string, resource: string): Statement => ({
  Effect: 'Allow',
  Action: [action],
  Resource: resource,
});

const table = `arn:aws:dynamodb:${account}:table/Journal`;
const queue = `arn:aws:sqs:${account}:DeadEntries`;
const identity = `arn:aws:ses:${account}:identity/mail.example`;
const machine = `arn:aws:states:${account}:stateMachine:fixture-wait`;
const tick = `arn:aws:lambda:${account}:function:fixture-tick`;

const grants = [
  allow('dynamodb:PutItem', table),
  allow('sqs:SendMessage', queue),
  allow('ses:SendEmail', identity),
  allow('states:StartExecution', machine),
  allow('lambda:InvokeFunction', tick),
];

const calls = [
  ['dynamodb:PutItem', 'dynamodb:PutItem'],
  ['dynamodb:PutItem in a transaction', 'dynamodb:PutItem'],
  ['sqs:SendMessage', 'sqs:SendMessage'],
  ['sqs:SendMessage in a batch', 'sqs:SendMessage'],
  ['ses:SendEmail', 'ses:SendEmail'],
  ['states:StartExecution', 'states:StartExecution'],
  ['lambda:InvokeFunction', 'lambda:InvokeFunction'],
] as const;

const usual = (action: string, resource: string) =>
  `User: ${user} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

const refusals: Record<string, { name: string; message: string; status: number }> = {
  'dynamodb:PutItem': { name: 'AccessDeniedException', message: usual('dynamodb:PutItem', table), status: 400 },
  'sqs:SendMessage': { name: 'AccessDenied', message: usual('sqs:sendmessage', queue), status: 403 },
  'ses:SendEmail': {
    name: 'AccessDenied',
    message: `User \`${user}' is not authorized to perform \`ses:SendEmail' on resource \`${identity}'`,
    status: 403,
  },
  'states:StartExecution': {
    name: 'AccessDeniedException',
    message: usual('states:StartExecution', machine),
    status: 400,
  },
  'lambda:InvokeFunction': {
    name: 'AccessDeniedException',
    message: usual('lambda:InvokeFunction', tick),
    status: 403,
  },
};

const outcome = async (runtime: Runtime, call: string, from?: string): Promise<unknown> => {
  const made = await runtime.invoke('call-aws', from === undefined ? { call } : { call, from });
  return made.ok ? made.payload : made.error;
};

describe('a function whose role has every grant', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await startFixture({ template: () => templateWith(...grants) });
  });
  afterAll(() => runtime.stop());

  it.each(calls)('may make %s', async (call) => {
    expect(await outcome(runtime, call)).toEqual({ done: call });
  });

  it('may not do what is not granted', async () => {
    expect(await outcome(runtime, 'dynamodb:Query')).toEqual({
      name: 'AccessDeniedException',
      message: usual('dynamodb:Query', table),
      status: 400,
    });
  });
});

describe('a function whose role lacks a grant', () => {
  it.each(grants.map(({ Action: [action = ''] }) => action))(
    'of %s is refused as on AWS, and nothing else is',
    async (missing) => {
      const left = grants.filter(({ Action }) => !Action.includes(missing));
      const runtime = await startFixture({ template: () => templateWith(...left) });
      onTestFinished(() => runtime.stop());
      for (const [call, action] of calls) {
        const expected = action === missing ? refusals[action] : { done: call };
        expect(await outcome(runtime, call)).toEqual(expected);
      }
    },
  );
});

describe('a statement of a policy', () => {
  const from = (address: string): Statement => ({
    ...allow('ses:SendEmail', identity),
    Condition: { StringEquals: { 'ses:FromAddress': address } },
  });

  it('that denies wins, and the refusal says so', async () => {
    const denial: Statement = { ...allow('dynamodb:*', table), Effect: 'Deny' };
    const runtime = await startFixture({ template: () => templateWith(...grants, denial) });
    onTestFinished(() => runtime.stop());
    expect(await outcome(runtime, 'dynamodb:PutItem')).toMatchObject({
      message: `User: ${user} is not authorized to perform: dynamodb:PutItem on resource: ${table} with an explicit deny in an identity-based policy`,
    });
  });

  it('holds only for requests that meet its condition', async () => {
    const runtime = await startFixture({ template: () => templateWith(from('trinh@mail.example')) });
    onTestFinished(() => runtime.stop());
    expect(await outcome(runtime, 'ses:SendEmail')).toEqual({ done: 'ses:SendEmail' });
    expect(await outcome(runtime, 'ses:SendEmail', 'other@mail.example')).toEqual(refusals['ses:SendEmail']);
  });

  it.each([
    ['a key', { StringEquals: { 'dynamodb:LeadingKeys': 'x' } }, 'dynamodb:leadingkeys'],
    ['an operator', { NumericLessThan: { 'ses:FromAddress': '3' } }, 'NumericLessThan'],
  ])('is refused with a condition by %s that the laptop does not know', (_what, Condition, named) => {
    const template = templateWith({ ...allow('dynamodb:PutItem', table), Condition });
    expect(() => readTemplate(template, addresses)).toThrow(named);
  });

  it('about services that the laptop does not play may say what it likes', () => {
    const template = templateWith({
      ...allow('kms:Decrypt', '*'),
      Condition: { StringLike: { 'kms:ViaService': 'x' } },
    });
    expect(() => readTemplate(template, addresses)).not.toThrow();
  });

  it.each([
    ['StringLike', 'trinh@*', true],
    ['StringNotLike', 'trinh@*', false],
    ['StringEqualsIgnoreCase', 'TRINH@MAIL.EXAMPLE', true],
    ['StringNotEquals', 'other@mail.example', true],
    ['ForAnyValue:StringEquals', 'trinh@mail.example', true],
    ['ForAllValues:StringLike', '*@evil.example', false],
    ['StringEqualsIfExists', 'other@mail.example', false],
  ])('with %s %s decides %s', (operator, value, expected) => {
    const conditions = [{ operator, key: 'ses:fromaddress', values: [value] }];
    const rights = [{ effect: 'Allow' as const, actions: ['ses:*'], resources: ['*'], conditions }];
    const context = { 'ses:fromaddress': ['trinh@mail.example'] };
    expect(decide(rights, 'ses:SendEmail', identity, context) === 'allowed').toBe(expected);
  });

  it('asks nothing of a key that a request does not have, where it says IfExists', () => {
    const decided = (operator: string) => {
      const conditions = [{ operator, key: 'ses:recipients', values: ['x'] }];
      return decide([{ effect: 'Allow', actions: ['*'], resources: ['*'], conditions }], 'sqs:SendMessage', queue);
    };
    expect([decided('StringEquals'), decided('StringEqualsIfExists')]).toEqual(['not allowed', 'allowed']);
  });
});

describe('a deployment', () => {
  const without = (action: string) => {
    const template = withFunctions();
    const document = Policy.parse(template.Resources['Policy']?.Properties['PolicyDocument']);
    const Statement = document.Statement.map((one) => ({
      ...one,
      Action: one.Action.filter((name) => name !== action),
    }));
    template.Resources['Policy'] = {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement } },
    };
    return template;
  };

  it.each([
    ['lambda:InvokeFunction', ['fixture-wait may not', 'QuarterHour may not']],
    ['dynamodb:GetRecords', ['fixture-on-entry may not']],
    ['dynamodb:ListStreams', ['fixture-on-entry may not']],
    ['sqs:ReceiveMessage', ['fixture-send-letter may not']],
    ['sqs:SendMessage', ['fixture-on-entry may not']],
  ])('whose machines, schedules, streams or queues lack %s does not start', async (action, who) => {
    const missing = missingInTemplate(readTemplate(without(action), addresses));
    expect(missing).toHaveLength(who.length);
    for (const one of who) expect(missing).toContainEqual(expect.stringContaining(`${one} ${action}`));
    await expect(startFixture({ template: () => without(action) })).rejects.toThrow(action);
  });

  it('needs a right to each queue that a schedule or a failed event of a function goes to', () => {
    const template = withFunctions();
    const late = { 'Fn::GetAtt': ['Late', 'Arn'] };
    template.Resources['Late'] = { Type: 'AWS::SQS::Queue', Properties: {} };
    const schedule = template.Resources['QuarterHour'];
    Object.assign(Object(schedule?.Properties['Target']), { DeadLetterConfig: { Arn: late } });
    template.Resources['TickEvents'] = {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Tick' },
        Qualifier: '$LATEST',
        DestinationConfig: { OnFailure: { Destination: late } },
      },
    };
    expect(missingInTemplate(readTemplate(template, addresses))).toEqual([
      `QuarterHour may not sqs:SendMessage on arn:aws:sqs:${account}:Late`,
      `fixture-tick may not sqs:SendMessage on arn:aws:sqs:${account}:Late`,
    ]);
  });

  it('whose HTTP API may not invoke its function does not start', () => {
    const template = withFunctions();
    delete template.Resources['MayInvokePortal'];
    expect(missingInTemplate(readTemplate(template, addresses))).toContain(
      `ANY / may not lambda:InvokeFunction on arn:aws:lambda:${account}:function:fixture-portal`,
    );
  });
});
