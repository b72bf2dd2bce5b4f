import { accountId } from './addresses.ts';
import type { FunctionDefinition } from './deployment.ts';
import type { Functions } from './lambda.ts';
import { missingRight, type Missing, type Needed } from './rights-check.ts';

/** What AWS refuses a caller, and to whom. */
export type Denial = Missing & { user: string };

/** Whether AWS would refuse a caller what a request needs; undefined where it may. Each need has its alternatives. */
export type Authorize = (needed: () => Needed[][]) => Denial | undefined;

/** Whoever is on this machine and is no function may do everything, like the account's owner on AWS. */
const owner: Authorize = () => undefined;

const heldTo =
  ({ name, role, rights }: FunctionDefinition): Authorize =>
  (needed) => {
    const missing = missingRight(rights, needed());
    if (missing === undefined) return undefined;
    return { ...missing, user: `arn:aws:sts::${accountId}:assumed-role/${role}/${name}` };
  };

/** The rights of a caller: a function's own by its role in the template, and everything for anybody else. */
export const authorizer = (functions: Functions, caller: string | undefined): Authorize => {
  const definition = caller === undefined ? undefined : functions.find(caller);
  return definition === undefined ? owner : heldTo(definition);
};

/** A denial in the words that most services use; `action` as the service writes its actions there. */
export const denialText = (denial: Denial, action: string = denial.action): string =>
  `User: ${denial.user} is not authorized to perform: ${action} on resource: ${denial.resource} ${
    denial.isDenied
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`
  }`;
