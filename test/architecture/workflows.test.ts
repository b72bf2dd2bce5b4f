import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import validate from 'asl-validator';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { synthesizeTemplate } from '../../infra/aws/app.ts';
import * as faults from '../../shared/app/faults.ts';
import { root } from './tree-copy.ts';

/**
 * Lambda's own faults, as Step Functions names them.
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception
 */
const lambdaFaults = [
  'Lambda.AWSLambdaException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.SdkClientException',
  'Lambda.ServiceException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
];

const Handling = z.looseObject({ ErrorEquals: z.array(z.string()) });
const State = z.looseObject({
  Type: z.string(),
  Resource: z.string().optional(),
  Next: z.string().optional(),
  TimeoutSeconds: z.number().optional(),
  Retry: z.array(Handling).default([]),
  Catch: z.array(Handling.extend({ Next: z.string() })).default([]),
});
const Definition = z.looseObject({
  QueryLanguage: z.literal('JSONata'),
  StartAt: z.string(),
  States: z.record(z.string(), State),
});

const folder = join(root, 'workflows');
const machines = readdirSync(folder)
  .filter((file) => file.endsWith('.asl.json'))
  .map((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const json: unknown = JSON.parse(text);
    return { name: file.replace('.asl.json', ''), text, json, definition: Definition.parse(json) };
  });

const MachineProperties = z.looseObject({
  StateMachineName: z.string(),
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(
    z.string(),
    z.looseObject({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  ),
  RoleArn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
});
const PolicyProperties = z.looseObject({
  PolicyDocument: z.looseObject({
    Statement: z.array(z.looseObject({ Action: z.union([z.string(), z.array(z.string())]), Resource: z.unknown() })),
  }),
  Roles: z.array(z.object({ Ref: z.string() })),
});

const resources = Object.values(synthesizeTemplate().Resources);
const inTemplate = resources
  .filter((resource) => resource.Type === 'AWS::StepFunctions::StateMachine')
  .map((resource) => MachineProperties.parse(resource.Properties));

/** The functions that a role may invoke, as the template refers to them. */
const invokedBy = (role: string) =>
  resources
    .filter((resource) => resource.Type === 'AWS::IAM::Policy')
    .map((resource) => PolicyProperties.parse(resource.Properties))
    .filter((policy) => policy.Roles.some((attached) => attached.Ref === role))
    .flatMap((policy) => policy.PolicyDocument.Statement)
    .filter((statement) => [statement.Action].flat().includes('lambda:InvokeFunction'))
    .flatMap((statement) => [statement.Resource].flat());

const nameOfFault = (fault: new (message: string) => Error) => new fault('').name;

test('the folder and the template hold the same machines', () => {
  expect(machines.map(({ name }) => `trinh-${name}`).toSorted()).toEqual(
    inTemplate.map((machine) => machine.StateMachineName).toSorted(),
  );
});

describe.each(machines)('$name', ({ name, text, json, definition }) => {
  const states = Object.entries(definition.States);

  test('is valid Amazon States Language', () => {
    const filled: unknown = JSON.parse(
      text.replace(/\$\{\w+\}/g, 'arn:aws:lambda:ap-southeast-1:123456789012:function:x'),
    );
    expect([json, filled].flatMap((machine) => validate(machine).errors)).toEqual([]);
  });

  test('is given every function that it calls, no other, and the right to call exactly those', () => {
    const machine = inTemplate.find((candidate) => candidate.StateMachineName === `trinh-${name}`);
    expect(machine?.DefinitionString).toBe(text);
    const given = Object.entries(machine?.DefinitionSubstitutions ?? {});
    const called = new Set(Array.from(text.matchAll(/\$\{(\w+)\}/g), ([, key = '']) => key));
    expect(given.map(([key]) => key).toSorted()).toEqual([...called].toSorted());
    for (const [key, arn] of given)
      expect(arn['Fn::GetAtt'][0]).toMatch(new RegExp(`^${key.replace(/Fn$/, '')}Function`));
    const invoked = invokedBy(machine?.RoleArn['Fn::GetAtt'][0] ?? '');
    expect(new Set(invoked.map((arn) => JSON.stringify(arn)))).toEqual(
      new Set(given.map(([, arn]) => JSON.stringify(arn))),
    );
    expect(invoked).toHaveLength(given.length);
  });

  test('waits no longer than 30 days, and a wait that lapses asks the record where it stands, as the first task does', () => {
    const start = definition.States[definition.StartAt];
    const firstTask = start?.Type === 'Pass' ? start.Next : definition.StartAt;
    const waits = states.filter(([, state]) => state.Resource?.endsWith('.waitForTaskToken') === true);
    expect(waits.length).toBeGreaterThan(0);
    for (const [, wait] of waits) {
      expect(wait.TimeoutSeconds).toBe(30 * 24 * 60 * 60);
      const caught = wait.Catch.find(({ ErrorEquals }) => ErrorEquals.includes('States.Timeout'));
      expect(caught?.Next).toBe(firstTask);
    }
  });

  test('gives every task a time limit and a catch', () => {
    const open = states.filter(
      ([, state]) => state.Type === 'Task' && (state.TimeoutSeconds === undefined || state.Catch.length === 0),
    );
    expect(open.map(([state]) => state)).toEqual([]);
  });

  test('retries and catches errors by names that the code throws', () => {
    const names = new Set(
      states.flatMap(([, state]) => [...state.Retry, ...state.Catch]).flatMap((on) => on.ErrorEquals),
    );
    const thrown = new Set(Object.values(faults).map(nameOfFault));
    const aws = [...names].filter((error) => !thrown.has(error));
    expect(aws.toSorted()).toEqual(['States.ALL', 'States.Timeout', ...lambdaFaults].toSorted());
    expect(names).toContain('TransientError');
  });

  test('retries every fault of Lambda itself in every task, a call that ran out of time or memory too', () => {
    const unlike = states.filter(([, { Retry: retries }]) => {
      const retried = new Set(retries.flatMap((on) => on.ErrorEquals));
      return retries.length > 0 && lambdaFaults.some((error) => !retried.has(error));
    });
    expect(unlike).toEqual([]);
  });

  test('names its states in PascalCase', () => {
    expect(states.map(([state]) => state).filter((state) => !/^(?:[A-Z][a-z]+)+$/.test(state))).toEqual([]);
  });
});

test('each exported fault bears its own name', () => {
  expect(Object.entries(faults).map(([key, fault]) => [key, nameOfFault(fault)])).toEqual(
    Object.keys(faults).map((key) => [key, key]),
  );
});
