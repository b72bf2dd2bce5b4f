import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { synthesizeTemplate } from '../../../infra/aws/app.ts';

const { Resources } = synthesizeTemplate();
const Statements = z.object({
  PolicyDocument: z.object({
    Statement: z.array(
      z.looseObject({
        Effect: z.string(),
        Action: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
      }),
    ),
  }),
});
const statementsIn = (type: string, id: string) =>
  Object.entries(Resources)
    .filter(([name, resource]) => resource.Type === type && name.startsWith(id))
    .flatMap(([, { Properties }]) => Statements.parse(Properties).PolicyDocument.Statement);

const writingOn = (fn: string, table: string): string[] =>
  statementsIn('AWS::IAM::Policy', `${fn}Role`)
    .filter(({ Effect, Resource }) => Effect === 'Allow' && JSON.stringify(Resource).includes(table))
    .flatMap(({ Action }) => Action)
    .filter((action) => /:(?:Put|Update|Delete|ConditionCheck)Item$/.test(action))
    .map((action) => action.replace('dynamodb:', ''))
    .toSorted();

describe('alarms', () => {
  it('reach their topic: its own policy lets CloudWatch of this account publish', () => {
    expect(statementsIn('AWS::SNS::TopicPolicy', 'AlarmsTopic')).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: ['sns:Publish'],
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    );
  });

  it('count the errors of tick over an hour, since its three tries can lie ten minutes apart', () => {
    const [alarm] = Object.entries(Resources).filter(([id]) => id.startsWith('AlarmsTickErrors'));
    expect(alarm?.[1].Properties).toMatchObject({ MetricName: 'Errors', Period: 3600, Threshold: 3 });
  });
});

describe('rights', () => {
  it.each([
    ['OpenEstimates', ['ConditionCheckItem', 'PutItem'], []],
    ['SealPackage', ['ConditionCheckItem', 'PutItem'], []],
    ['PublishPackage', ['ConditionCheckItem', 'PutItem'], []],
    ['Tick', ['ConditionCheckItem', 'PutItem'], ['DeleteItem', 'PutItem', 'UpdateItem']],
    ['RegisterPlan', ['ConditionCheckItem', 'PutItem'], ['PutItem']],
    ['SendMail', [], ['DeleteItem', 'PutItem', 'UpdateItem']],
    ['HearFeedback', [], ['DeleteItem', 'PutItem', 'UpdateItem']],
    ['OpenStage', ['ConditionCheckItem', 'PutItem'], ['DeleteItem', 'PutItem', 'UpdateItem']],
    ['LockEstimates', ['ConditionCheckItem', 'PutItem'], ['DeleteItem', 'PutItem', 'UpdateItem']],
    ['AwaitLock', [], ['DeleteItem', 'PutItem', 'UpdateItem']],
    ['AdvancePackage', [], ['DeleteItem', 'PutItem', 'UpdateItem']],
    ['WakeWorkflow', [], []],
  ])('%s writes no table that its code does not write', (fn, records, operations) => {
    expect([writingOn(fn, 'TablesRecords'), writingOn(fn, 'TablesOperations')]).toEqual([records, operations]);
  });

  it('lets the portal put mails on their queue, and neither read them nor send any', () => {
    const actions = statementsIn('AWS::IAM::Policy', 'PortalRole').flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /^(?:sqs|ses):/.test(action))).toEqual(['sqs:SendMessage']);
  });
});
