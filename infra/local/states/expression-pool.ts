import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { type Evaluated, outOfMemory, type Scope, timedOut } from './jsonata.ts';
import { isAnyJson } from './json.ts';

/** The most that an expression may take: milliseconds of real time, megabytes of memory. */
const longest = 3_000;
const mostMemory = 256;
/** So many are evaluated at once; one that runs away holds up no more than its own place. */
const places = 2;

const Answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), value: z.custom<Extract<Evaluated, { kind: 'value' }>['value']>(isAnyJson) }),
  z.object({ kind: z.enum(['nothing', 'unsupported']) }),
  z.object({ kind: z.literal('error'), code: z.string().optional(), message: z.string() }),
]);

type Job = { expression: string; scope: Scope; settle: (evaluated: Evaluated) => void };
type Place = { child: ChildProcess; isReady: boolean; job: Job | undefined; timer: NodeJS.Timeout | undefined };

const pool: Place[] = [];
const jobs: Job[] = [];

const failed = (message: string): Evaluated => ({ kind: 'error', code: undefined, message });

/** A place that is free keeps nobody awake. */
const rest = ({ child }: Place): void => {
  child.unref();
  child.channel?.unref();
};

const finish = (place: Place, evaluated: Evaluated): void => {
  clearTimeout(place.timer);
  const { job } = place;
  place.job = undefined;
  rest(place);
  job?.settle(evaluated);
  assign();
};

const leave = (place: Place, evaluated: Evaluated): void => {
  const at = pool.indexOf(place);
  if (at >= 0) pool.splice(at, 1);
  finish(place, evaluated);
};

const begin = (place: Place, job: Job): void => {
  place.job = job;
  place.child.ref();
  place.child.channel?.ref();
  if (place.isReady) send(place, job);
};

/** The time counts from here: starting the process is not the expression's. */
const send = (place: Place, { expression, scope }: Job): void => {
  place.timer = setTimeout(() => {
    leave(place, failed(timedOut));
    place.child.kill('SIGKILL');
  }, longest);
  place.child.send({ expression, scope });
};

/** A process that has used its memory up is full of it: the next expression gets another one. */
const answered = (place: Place, evaluated: Evaluated): void => {
  if (evaluated.kind !== 'error' || evaluated.message !== outOfMemory) return finish(place, evaluated);
  leave(place, evaluated);
  place.child.kill('SIGKILL');
};

const open = (): Place => {
  const child = fork(fileURLToPath(new URL('./expression-process.ts', import.meta.url)), [], {
    env: {},
    execArgv: [`--max-old-space-size=${String(mostMemory)}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const place: Place = { child, isReady: false, job: undefined, timer: undefined };
  child.on('message', (message) => {
    if (message === 'ready') {
      place.isReady = true;
      if (place.job !== undefined) send(place, place.job);
    } else answered(place, Answer.transform((answer): Evaluated => complete(answer)).parse(message));
  });
  child.once('exit', () => leave(place, failed(outOfMemory)));
  child.once('error', () => leave(place, failed(outOfMemory)));
  pool.push(place);
  return place;
};

const complete = (answer: z.infer<typeof Answer>): Evaluated =>
  answer.kind === 'error' ? { kind: 'error', code: answer.code, message: answer.message } : answer;

/** Gives the next job a place, as long as there is one of each. */
const assign = (): void => {
  while (jobs.length > 0) {
    const free = pool.find(({ job }) => job === undefined);
    if (free === undefined && pool.length >= places) return;
    const job = jobs.shift();
    if (job !== undefined) begin(free ?? open(), job);
  }
};

/**
 * Evaluates an expression in a process of its own, which is ended when it takes too long, and which ends when it takes
 * too much memory. Such processes end with this one.
 */
export const evaluateApart = (expression: string, scope: Scope): Promise<Evaluated> =>
  new Promise((settle) => {
    jobs.push({ expression, scope, settle });
    assign();
  });
