import * as z from 'zod';
import { type Condition, type ConditionContext, isKnownCondition, isLike, meets } from './conditions.ts';
import type { Right } from './deployment.ts';
import { PolicyShape } from './template-shapes.ts';
import { type Resolver, type Template, TemplateError } from './template-values.ts';

const Attached = z.object({ Roles: z.array(z.string()).default([]), PolicyDocument: PolicyShape });
const Inline = z.array(z.object({ PolicyDocument: PolicyShape })).default([]);

/** The services whose calls the laptop answers, and so decides on. */
const played = ['dynamodb', 'lambda', 's3', 'ses', 'sqs', 'states'];

const isDecidedHere = (action: string): boolean => {
  const [service = ''] = action.toLowerCase().split(':');
  return played.some((one) => isLike(one, service));
};

const checked = (where: string, actions: readonly string[], conditions: Condition[]): Condition[] => {
  const foreign = actions.some(isDecidedHere) ? conditions.find((one) => !isKnownCondition(one)) : undefined;
  if (foreign === undefined) return conditions;
  throw new TemplateError(
    `The template's ${where} has a condition ${foreign.operator} on ${foreign.key}, which the laptop runtime does not know.`,
  );
};

const rightsIn = (where: string, document: z.infer<typeof PolicyShape>): Right[] =>
  document.Statement.map(({ Effect, Action, Resource, Condition: conditions }) => ({
    effect: Effect,
    actions: Action,
    resources: Resource,
    conditions: checked(where, Action, conditions),
  }));

/** What the policies of the template say about a role: those attached to it and those inside it. */
export const rightsOfRole = (template: Template, resolver: Resolver, role: string): Right[] => {
  const rights: Right[] = [];
  for (const [id, resource] of Object.entries(template.Resources)) {
    if (resource.Type === 'AWS::IAM::Policy' || resource.Type === 'AWS::IAM::ManagedPolicy') {
      const roles = z.array(z.string()).parse(resolver.value(resource.Properties['Roles'] ?? [], `${id}.Roles`));
      if (roles.includes(role)) {
        const policy = Attached.parse(resolver.value(resource.Properties, id));
        rights.push(...rightsIn(id, policy.PolicyDocument));
      }
    }
    if (resource.Type === 'AWS::IAM::Role' && resolver.ref(id, id) === role) {
      const policies = Inline.parse(resolver.value(resource.Properties['Policies'] ?? [], `${id}.Policies`));
      for (const policy of policies) rights.push(...rightsIn(id, policy.PolicyDocument));
    }
  }
  return rights;
};

/** What the statements say of an action on a resource: a Deny wins, and silence allows nothing. */
export type Decision = 'allowed' | 'denied' | 'not allowed';

/** Decides on an action (`dynamodb:PutItem`) on the resource's ARN, in a request that says so much. */
export const decide = (
  rights: readonly Right[],
  action: string,
  resource: string,
  context: ConditionContext = {},
): Decision => {
  const speaking = rights.filter(
    ({ actions, resources, conditions = [] }) =>
      actions.some((pattern) => isLike(action, pattern, true)) &&
      resources.some((pattern) => isLike(resource, pattern)) &&
      meets(conditions, context),
  );
  if (speaking.some(({ effect }) => effect === 'Deny')) return 'denied';
  return speaking.length > 0 ? 'allowed' : 'not allowed';
};

/** Whether the statements allow the action (`dynamodb:PutItem`) on the resource's ARN; a Deny wins. */
export const allows = (rights: readonly Right[], action: string, resource: string): boolean =>
  decide(rights, action, resource) === 'allowed';
