import * as z from 'zod';
import { synthesizeTemplate } from '../../../infra/aws/app.ts';

/** The template of the stack as it is. */
export const template = synthesizeTemplate();
/** The resources of a type, their properties read by a shape. */
export const of = <Shape extends z.ZodType>(type: string, shape: Shape): [string, z.output<Shape>][] =>
  Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => [id, shape.parse(resource.Properties)]);

/** The one value of a list that has to have one. */
export const only = <Value>(values: readonly Value[]): Value => {
  const [value] = values;
  if (value === undefined || values.length > 1) throw new Error(`Expected one, found ${values.length}.`);
  return value;
};

/** A reference to the ARN of something. */
export const Arn = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const Statement = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.union([z.string(), z.array(z.string())]).transform((action) => [action].flat()),
  Resource: z.unknown().transform((resource) => [resource].flat()),
});
/** A policy. */
export const Document = z.looseObject({ Statement: z.array(Statement) });

/** The functions. */
export const functions = of(
  'AWS::Lambda::Function',
  z.looseObject({
    FunctionName: z.string(),
    Runtime: z.string(),
    Architectures: z.array(z.string()),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
    Role: Arn,
  }),
);
/** A function by its folder: its id and its properties. */
export const fn = (name: string) =>
  only(functions.filter(([, properties]) => properties.FunctionName === `trinh-${name}`));

const policies = of(
  'AWS::IAM::Policy',
  z.looseObject({ PolicyDocument: Document, Roles: z.array(z.object({ Ref: z.string() })) }),
);
/** What the policies of a function say. */
export const statementsOf = (name: string) => {
  const role = fn(name)[1].Role['Fn::GetAtt'][0];
  return policies
    .filter(([, policy]) => policy.Roles.some((attached) => attached.Ref === role))
    .flatMap(([, policy]) => policy.PolicyDocument.Statement);
};
/** What a function may, or must not, do on a resource. */
export const actionsOn = (name: string, resource: string, effect: 'Allow' | 'Deny' = 'Allow') =>
  statementsOf(name)
    .filter((statement) => statement.Effect === effect && JSON.stringify(statement.Resource).includes(resource))
    .flatMap((statement) => statement.Action)
    .toSorted();

/** What reading a table is. */
export const reading = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
