import * as z from 'zod';
import { lookupIn, post, signIn, type Stage } from '../../infra/local/rehearsal/perform.ts';
import { stepsOf } from '../../infra/local/rehearsal/steps.ts';
import { vietnam } from '../../shared/calendars/vietnam.ts';
import type { Rehearsal } from '../../shared/contracts/rehearsal.ts';
import type { Instant } from '../../shared/domain/calendar.ts';
import { appendLine, readLines } from './lines.ts';

const Line = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sent'), id: z.string(), body: z.string() }),
  z.strictObject({ kind: z.literal('acknowledged'), id: z.string() }),
]);

/** What was sent and what was answered, in a file. */
export const openDiary = (file: string) => {
  const sent = new Map<string, string>();
  const acknowledged = new Set<string>();
  const note = (line: z.infer<typeof Line>): void => {
    if (line.kind === 'sent') sent.set(line.id, line.body);
    else acknowledged.add(line.id);
  };
  for (const line of readLines(file, Line)) note(line);
  return {
    sent,
    acknowledged,
    write: (line: z.infer<typeof Line>): void => {
      appendLine(file, line);
      note(line);
    },
  };
};
type Diary = ReturnType<typeof openDiary>;

/** How long the round is watched after its last act: reminders and mails that are still to come. */
const AFTERWARDS_MS = 3 * 24 * 60 * 60 * 1000;

const stepTo = async ({ runtime: { timeline } }: Stage, at: number): Promise<void> => {
  await timeline.stepTo(new Date(Math.max(at, timeline.now().getTime())));
};

const send = async (stage: Stage, person: string, body: string): Promise<void> => {
  const answer = await post(stage, await signIn(stage, person), body);
  if (answer.status !== 200) throw new Error(`${body} is refused: ${answer.status} ${String(answer.body)}`);
};

/**
 * Plays a round on from where the diary ends: what was sent and not answered is sent again, word for word, as a person
 * does whose page did not come.
 */
export const play = async (stage: Stage, rehearsal: Rehearsal, diary: Diary): Promise<void> => {
  let last: Instant | undefined;
  let number = 0;
  for (const step of stepsOf(rehearsal, stage.plan, stage.round, vietnam)) {
    for (const command of await step.commands(lookupIn(stage))) {
      number += 1;
      const id = `act-${String(number).padStart(4, '0')}`;
      if (diary.acknowledged.has(id)) continue;
      await stepTo(stage, Date.parse(step.at));
      if (!diary.sent.has(id))
        diary.write({ kind: 'sent', id, body: JSON.stringify({ id, command: await command() }) });
      await send(stage, step.by, diary.sent.get(id) ?? '');
      diary.write({ kind: 'acknowledged', id });
      await stage.runtime.timeline.settled();
    }
    last = step.at;
  }
  await stepTo(stage, Date.parse(last ?? '') + AFTERWARDS_MS);
};
