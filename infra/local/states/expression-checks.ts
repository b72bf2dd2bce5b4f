import * as z from 'zod';
import { compile, faultMessage } from './jsonata.ts';

/** The members of `$states` that only some fields can see. */
export type Reserved = 'result' | 'errorOutput';

type Node = { [field: string]: unknown };

const Step = z.looseObject({ type: z.string(), value: z.unknown() });

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Parts of a node that see the same context as the node itself; the rest see a value of the expression's own. */
const sameContext: ReadonlySet<string> = new Set([
  'arguments',
  'condition',
  'else',
  'expression',
  'expressions',
  'lhs',
  'rhs',
  'then',
]);

const stepsOf = (node: Node): readonly unknown[] =>
  node['type'] === 'path' && Array.isArray(node['steps']) ? node['steps'] : [];

const hiddenMember = (node: Node, sees: readonly Reserved[]): string | undefined => {
  const steps = stepsOf(node).map((step) => Step.safeParse(step).data);
  for (const [index, step] of steps.entries()) {
    const member = steps[index + 1];
    if (step?.type !== 'variable' || step.value !== 'states' || member?.type !== 'name') continue;
    if ((member.value === 'result' || member.value === 'errorOutput') && !sees.includes(member.value))
      return `Reference to '$states.${member.value}' is not supported in this field`;
  }
  return undefined;
};

const bareReference = (node: Node): string | undefined => {
  const first = stepsOf(node)[0];
  const step = Step.safeParse(first ?? node).data;
  if (step?.type === 'name') return `Reference to '${String(step.value)}' at the top level is not supported.`;
  if (step?.type === 'wildcard' || step?.type === 'descendant')
    return `Reference to '${String(step.value)}' at the top level is not supported.`;
  if (step?.type === 'variable' && (step.value === '$' || step.value === ''))
    return `Reference to '$${step.value}' at the top level is not supported.`;
  return undefined;
};

const problemIn = (value: unknown, atTop: boolean, sees: readonly Reserved[]): string | undefined => {
  if (Array.isArray(value)) {
    for (const item of value) {
      const problem = problemIn(item, atTop, sees);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  if (!isNode(value)) return undefined;
  const own = hiddenMember(value, sees) ?? (atTop ? bareReference(value) : undefined);
  if (own !== undefined) return own;
  for (const [field, part] of Object.entries(value)) {
    const problem = problemIn(part, atTop && sameContext.has(field) && value['type'] !== 'lambda', sees);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

/**
 * Why AWS would refuse an expression when the machine is created, or undefined: it does not parse, it reads a name
 * or `$` where there is no context, or a member of `$states` that its field does not have.
 */
export const expressionProblem = (expression: string, sees: readonly Reserved[]): string | undefined => {
  try {
    const problem = problemIn(compile(expression).parsed.ast(), true, sees);
    return problem === undefined ? undefined : `UNSUPPORTED_JSONATA_EXPRESSION: ${problem}`;
  } catch (fault) {
    return `INVALID_JSONATA_EXPRESSION: ${faultMessage(fault)}`;
  }
};
