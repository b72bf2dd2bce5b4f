import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, type ExpectStatic, it } from 'vitest';
import * as z from 'zod';
import { synthesizeTemplate } from '../../infra/aws/app.ts';
import type { Found } from './findings.ts';
import { type Played, playRound } from './lives.ts';
import type { Order } from './order.ts';
import { randomFrom } from './random.ts';

/** `CRASH_SEED` and `CRASH_KILLS` ask for other kills at random, besides those at every journal write and step. */
const { CRASH_SEED: seed, CRASH_KILLS: atRandom } = z
  .object({ CRASH_SEED: z.coerce.number().int().default(20_220_214), CRASH_KILLS: z.coerce.number().int().default(40) })
  .parse(process.env);
/** Writes that lie near each other may be under way at once: a kill at one can hide the other until the next playing. */
const MOST_PLAYINGS = 12;
/** A round has many more writes than this; a life that is told to die later lives to the round's end. */
const FARTHEST = 120;

let folder: string;
let kills = 0;
let mailsAgain = 0;
let isKept = false;
const undisturbed = new Map<string, Promise<Played>>();

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'trinh-crash-'));
  writeFileSync(path.join(folder, 'template.json'), JSON.stringify(synthesizeTemplate()));
});

afterAll(() => {
  if (!isKept) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const kept = isKept ? ` What they left is in ${folder}.` : '';
  process.stdout.write(`${kills} kills (seed ${seed}); ${mailsAgain} mails came twice.${kept}\n`);
});

const keep = (): void => {
  isKept = true;
};

const playUndisturbed = (round: Order['round']): Promise<Played> => {
  const known =
    undisturbed.get(round) ?? playRound(round, path.join(folder, `${round}-undisturbed`), () => ({ kind: 'late' }));
  undisturbed.set(round, known);
  return known;
};

const repeatedIn = (mails: readonly string[]) =>
  mails.flatMap((mail, index) => {
    const first = mails.lastIndexOf(mail, index - 1);
    return index === 0 || first < 0 ? [] : [{ mail, first: first + 1, again: index + 1 }];
  });

/** Whether a kill came between SES's answer for the first of two mails and our mark of it (invariant 5). */
const isCutOff = ({ mail, first, again }: ReturnType<typeof repeatedIn>[number], found: readonly Found[]): boolean =>
  found.some(
    ({ mails, unsent }) =>
      first <= mails &&
      mails < again &&
      unsent.some(({ to, state }) => state === 'taken' && mail.startsWith(`${to}: `)),
  );

const stepsOf = ({ points }: Played): number => points.filter((name) => name.startsWith('step ')).length;

/** Holds a round that was killed against one that was not. */
const expectWhole = (expect: ExpectStatic, killed: Played, whole: Played): void => {
  // An act that changed nothing left nothing behind in the other either.
  const idle = whole.found.at(-1)?.lost ?? [];
  const wrong = killed.found.filter(
    ({ faults, broken, lost, rewritten }) =>
      faults.length > 0 || broken !== null || lost.some((one) => !idle.includes(one)) || rewritten.length > 0,
  );
  expect(wrong).toEqual([]);
  expect(killed.found.at(-1)?.unsent).toEqual([]);
  expect(killed.end.steps).toEqual(whole.end.steps);
  expect(stepsOf(killed)).toBe(stepsOf(whole));
  expect(killed.end.events).toEqual(whole.end.events);
  expect(killed.end.report).toEqual(whole.end.report);
  expect(killed.end.told).toEqual(whole.end.told);
  expect(new Set(killed.end.mails)).toEqual(new Set(whole.end.mails));
  const repeated = repeatedIn(killed.end.mails);
  expect(repeated.filter((one) => !isCutOff(one, killed.found))).toEqual([]);
  kills += killed.deaths.length;
  mailsAgain += repeated.length;
};

describe('a round whose process is killed', { timeout: 900_000 }, () => {
  it.concurrent.for(['tay-giang-2021-2025', 'ai-thuong-2023'] as const)(
    'before and after each journal write and each step of %s ends as if it had lived',
    async (round, { expect, onTestFailed }) => {
      onTestFailed(keep);
      const whole = await playUndisturbed(round);
      expect(repeatedIn(whole.end.mails)).toEqual([]);
      // Every step and every journal write is told of: at least one of each for each act of the round.
      expect(stepsOf(whole)).toBeGreaterThan(20);
      expect(whole.points.length - stepsOf(whole)).toBeGreaterThan(20);
      const left = new Set(whole.points.flatMap((name) => [`before ${name}`, `after ${name}`]));
      for (let playing = 1; left.size > 0 && playing <= MOST_PLAYINGS; playing += 1) {
        const killed = await playRound(round, path.join(folder, `${round}-${playing}`), (deaths) => ({
          kind: 'at',
          points: [...left].filter((point) => !deaths.includes(point)),
        }));
        for (const death of killed.deaths) left.delete(death);
        expectWhole(expect, killed, whole);
      }
      expect([...left]).toEqual([]);
    },
  );

  it.concurrent(`at any moment (seed ${seed}) ends as if it had lived`, async ({ expect, onTestFailed }) => {
    onTestFailed(keep);
    const upTo = randomFrom(seed);
    let done = 0;
    for (let playing = 1; done < atRandom; playing += 1) {
      const round = upTo(2) === 1 ? 'tay-giang-2021-2025' : 'ai-thuong-2023';
      const whole = await playUndisturbed(round);
      const killed = await playRound(round, path.join(folder, `random-${playing}`), (deaths) => {
        if (done + deaths.length >= atRandom) return { kind: 'late' };
        return upTo(4) === 1 ? { kind: 'mail', n: upTo(5) } : { kind: 'nth', n: upTo(FARTHEST) };
      });
      done += killed.deaths.length;
      expectWhole(expect, killed, whole);
    }
    expect(done).toBeGreaterThanOrEqual(atRandom);
  });
});

it('at least 200 times', ({ expect }) => {
  expect(kills).toBeGreaterThanOrEqual(200);
});
