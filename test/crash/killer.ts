import { writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { Runtime } from '../../infra/local/runtime.ts';
import { type WritePoint, writePoints } from '../../infra/local/write-points.ts';
import { appendLine, readLines } from './lines.ts';
import { historiesOf } from './observe.ts';
import { filesIn, type Order } from './order.ts';

const Point = z.object({
  kind: z.enum(['journal', 'step', 'other']),
  when: z.enum(['before', 'after']),
  written: z.unknown(),
}) satisfies z.ZodType<WritePoint>;

const Puts = z.object({
  puts: z.array(
    z.object({ item: z.looseObject({ pk: z.object({ S: z.string() }), seq: z.object({ N: z.string() }) }) }),
  ),
});

/** A journal write is known by the entries that it makes. */
const entriesIn = (written: unknown): string =>
  Puts.parse(written)
    .puts.map(({ item }) => `${item.pk.S} ${item.seq.N}`)
    .toSorted()
    .join(', ');

/** Names journal writes and steps. A step is known by its number in the round: none is ever taken twice. */
const namer = (steps: number) => {
  let taken = steps;
  return ({ kind, when, written }: z.infer<typeof Point>): string | undefined => {
    if (kind === 'journal') return `journal ${entriesIn(written)}`;
    if (kind !== 'step') return undefined;
    if (when === 'after') taken += 1;
    return `step ${when === 'after' ? taken : taken + 1}`;
  };
};

/**
 * Writes down which journal writes and steps are done, and kills this process at the point at which it was ordered to
 * die: between two of its own instructions, so that nothing of it goes on.
 */
export const armKiller = ({ folder, die }: Order, running: () => Runtime | undefined): void => {
  const files = filesIn(folder);
  const targets = new Set(die.kind === 'at' ? die.points : []);
  const nameOf = namer(readLines(files.points, z.string()).filter((name) => name.startsWith('step ')).length);
  let passed = 0;
  let mailsAtFirst: number | undefined;

  const kill = (point: string, isWritten: boolean): void => {
    const runtime = running();
    // What a transaction has not committed yet would be seen from within.
    if (runtime !== undefined && isWritten) writeFileSync(files.histories, JSON.stringify(historiesOf(runtime)));
    appendLine(files.deaths, point);
    process.kill(process.pid, 'SIGKILL');
  };

  const isTime = (point: string, when: WritePoint['when']): boolean => {
    switch (die.kind) {
      case 'late':
        return false;
      case 'at':
        return targets.has(point);
      case 'nth':
        return passed === die.n;
      case 'mail': {
        const mails = when === 'after' ? running()?.mailbox.count() : undefined;
        if (mails === undefined) return false;
        mailsAtFirst ??= mails;
        return mails - mailsAtFirst >= die.n;
      }
    }
  };

  writePoints.subscribe((message) => {
    const point = Point.parse(message);
    const name = nameOf(point);
    passed += 1;
    if (name !== undefined && point.when === 'after') appendLine(files.points, name);
    const full = `${point.when} ${name ?? `write ${passed} of a life`}`;
    if (isTime(full, point.when)) kill(full, point.when === 'after');
  });
};
