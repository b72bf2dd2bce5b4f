import { QueryFailure } from './errors.ts';
import { evaluateApart } from './expression-pool.ts';
import type { Json } from './json.ts';
import { compile, type Evaluated, evaluateHere, type Scope } from './jsonata.ts';

const valueOf = (evaluated: Evaluated, expression: string, location: string): Json => {
  if (evaluated.kind === 'value') return evaluated.value;
  const sentence = `The JSONata expression '${expression}' specified for the field '${location}'`;
  switch (evaluated.kind) {
    case 'nothing':
      throw new QueryFailure(location, `${sentence} returned nothing (undefined).`);
    case 'unsupported':
      throw new QueryFailure(location, `${sentence} returned an unsupported result type.`);
    case 'error': {
      const { code, message } = evaluated;
      const tail = code === undefined ? `: ${message}` : `. ${code}: ${message}`;
      throw new QueryFailure(location, `${sentence} threw an error during evaluation${tail}`);
    }
  }
};

/**
 * Evaluates one expression for the field at `location`. What may run away is evaluated in a process of its own, so that
 * nothing stops this one.
 * @throws {QueryFailure} worded as AWS does: it threw, returned nothing, or returned what JSON cannot hold.
 */
export const evaluate = (expression: string, location: string, scope: Scope): Promise<Json> => {
  const evaluating = compile(expression).isBounded ? evaluateHere(expression, scope) : evaluateApart(expression, scope);
  return evaluating.then((evaluated) => valueOf(evaluated, expression, location));
};
