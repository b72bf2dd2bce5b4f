import * as z from 'zod';

const Node = z.looseObject({ type: z.string(), value: z.unknown().optional() });
type Node = z.infer<typeof Node>;

const Steps = z.array(z.unknown());

const nodeOf = (value: unknown): Node | undefined => Node.safeParse(value).data;

/** Built-in functions whose work grows no faster than what they are given, and whose result no further than that. */
const linear: ReadonlySet<string> = new Set(
  (
    'abs append average base64decode base64encode boolean ceil contains count exists floor hash join keys ' +
    'length lookup lowercase max merge millis min not number parse partition power random reverse ' +
    'round split sqrt string substring substringAfter substringBefore sum trim type uppercase uuid'
  ).split(' '),
);

const all = (values: unknown, test: (value: unknown) => boolean): boolean =>
  values === undefined || (Array.isArray(values) && values.every(test));

/** A filter that reads names of the item only: `[id = 1]`, `[0]`, `[price > 5 and sold = false]`. */
const isPlainFilter = (value: unknown): boolean => {
  const node = nodeOf(value);
  switch (node?.type) {
    case 'number':
    case 'string':
    case 'value':
    case 'name':
      return true;
    case 'filter':
      return isPlainFilter(node['expr']);
    case 'binary':
      return node.value !== '..' && isPlainFilter(node['lhs']) && isPlainFilter(node['rhs']);
    case 'unary':
      return node.value === '-' && isPlainFilter(node['expression']);
    case 'path':
      return node['group'] === undefined && all(node['steps'], isPlainFilter) && all(node['stages'], isPlainFilter);
    default:
      return false;
  }
};

const isNameStep = (value: unknown): boolean => {
  const node = nodeOf(value);
  return node?.type === 'name' && all(node['stages'], isPlainFilter) && all(node['predicate'], isPlainFilter);
};

/**
 * The names of an expression that only reads a member, as `$states.input.unit.name`; the first is the variable's.
 * Undefined for all others.
 */
export const memberPath = (value: unknown): readonly string[] | undefined => {
  const node = nodeOf(value);
  if (node?.type !== 'path' || !hasOnly(value, ['type', 'steps'])) return undefined;
  const names: string[] = [];
  for (const [index, part] of Steps.parse(node['steps']).entries()) {
    const step = nodeOf(part);
    if (step?.type !== (index === 0 ? 'variable' : 'name') || !hasOnly(part, ['type', 'value', 'position']))
      return undefined;
    if (typeof step.value !== 'string' || step.value === '') return undefined;
    names.push(step.value);
  }
  return names;
};

/** The parser's nodes inherit what it parses with; only their own fields say what they are. */
const hasOnly = (node: unknown, fields: readonly string[]): boolean =>
  typeof node === 'object' &&
  node !== null &&
  Object.entries(node).every(([field, value]) => value === undefined || fields.includes(field));

const isPair = (value: unknown): boolean => Array.isArray(value) && value.every(isLinear);

/** More reads of values than this may build more than a thread of the process should hold. */
const mostReads = 16;

const readsIn = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, part) => sum + readsIn(part), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const own = nodeOf(value)?.type === 'variable' ? 1 : 0;
  return Object.values(value).reduce<number>((sum, part) => sum + readsIn(part), own);
};

/**
 * Whether the work of an expression is bounded by what it reads, and that it reads little: then it is evaluated in
 * place. What may do more is evaluated where it can be stopped.
 */
export const isBounded = (value: unknown): boolean => isLinear(value) && readsIn(value) <= mostReads;

/**
 * Whether the work of an expression is bounded by its own length and what it reads. What may do more (functions of its
 * own, repetition, patterns, growth by assignment) is evaluated where it can be stopped.
 */
const isLinear = (value: unknown): boolean => {
  const node = nodeOf(value);
  if (node === undefined || node['group'] !== undefined || !all(node['predicate'], isPlainFilter)) return false;
  switch (node.type) {
    case 'number':
    case 'string':
    case 'value':
    case 'variable':
      return true;
    case 'path': {
      const steps = Steps.parse(node['steps']);
      return isLinear(steps[0]) && steps.slice(1).every(isNameStep);
    }
    case 'binary':
      return node.value !== '..' && isLinear(node['lhs']) && isLinear(node['rhs']);
    case 'unary':
      if (node.value === '-') return isLinear(node['expression']);
      return node.value === '[' ? all(node['expressions'], isLinear) : all(node['lhs'], isPair);
    case 'condition':
      return (
        isLinear(node['condition']) && isLinear(node['then']) && (node['else'] === undefined || isLinear(node['else']))
      );
    case 'block':
      return all(node['expressions'], isLinear);
    case 'function': {
      const called = nodeOf(node['procedure']);
      const name = called?.type === 'variable' && typeof called.value === 'string' ? called.value : '';
      const isPlainNow = name === 'now' && Array.isArray(node['arguments']) && node['arguments'].length === 0;
      return (linear.has(name) || isPlainNow) && all(node['arguments'], isLinear);
    }
    default:
      return false;
  }
};
