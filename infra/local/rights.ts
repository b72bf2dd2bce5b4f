import * as z from 'zod';
import type { Right } from './deployment.ts';
import { PolicyShape } from './template-shapes.ts';
import type { Resolver, Template } from './template-values.ts';

const Attached = z.object({ Roles: z.array(z.string()).default([]), PolicyDocument: PolicyShape });
const Inline = z.array(z.object({ PolicyDocument: PolicyShape })).default([]);

const rightsIn = (document: z.infer<typeof PolicyShape>): Right[] =>
  document.Statement.map(({ Effect, Action, Resource }) => ({ effect: Effect, actions: Action, resources: Resource }));

/** What the policies of the template say about a role: those attached to it and those inside it. */
export const rightsOfRole = (template: Template, resolver: Resolver, role: string): Right[] => {
  const rights: Right[] = [];
  for (const [id, resource] of Object.entries(template.Resources)) {
    if (resource.Type === 'AWS::IAM::Policy') {
      const roles = z.array(z.string()).parse(resolver.value(resource.Properties['Roles'] ?? [], `${id}.Roles`));
      if (roles.includes(role)) {
        const policy = Attached.parse(resolver.value(resource.Properties, id));
        rights.push(...rightsIn(policy.PolicyDocument));
      }
    }
    if (resource.Type === 'AWS::IAM::Role' && resolver.ref(id, id) === role) {
      const policies = Inline.parse(resolver.value(resource.Properties['Policies'] ?? [], `${id}.Policies`));
      for (const policy of policies) rights.push(...rightsIn(policy.PolicyDocument));
    }
  }
  return rights;
};

const fits = (pattern: string, value: string, ignoreCase: boolean): boolean => {
  const source = pattern
    .replaceAll(/[.+^$(){}|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's').test(value);
};

/** Whether the statements allow the action (`dynamodb:PutItem`) on the resource's ARN; a Deny wins. */
export const allows = (rights: readonly Right[], action: string, resource: string): boolean => {
  const speaking = rights.filter(
    ({ actions, resources }) =>
      actions.some((pattern) => fits(pattern, action, true)) &&
      resources.some((pattern) => fits(pattern, resource, false)),
  );
  return speaking.length > 0 && speaking.every(({ effect }) => effect === 'Allow');
};
