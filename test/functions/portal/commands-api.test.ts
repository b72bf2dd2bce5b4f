import { expect, test } from 'vitest';
import * as z from 'zod';
import { registerPlan } from '../../../shared/app/register-plan.ts';
import { anOffice, planFile } from '../../support/office.ts';
import { aLine, packageP } from '../../support/package-p.ts';
import { aPortal } from './portal-office.ts';

const Reply = z.looseObject({
  kind: z.string(),
  message: z.string().optional(),
  problems: z.array(z.looseObject({ path: z.string(), code: z.string(), message: z.string() })).optional(),
});

const start = async () => {
  const office = await anOffice();
  await office.open();
  const portal = aPortal(office);
  const submission = async (lines: readonly object[], id: string = crypto.randomUUID()) => ({
    id,
    command: { ...(await office.submission('tg.kt', [])), lines },
  });
  const send = async (person: string, body: unknown, language = 'vi') => {
    const answer = await (await portal.as(person, { language })).command(body);
    return { status: answer.status, reply: Reply.parse(JSON.parse(answer.text)) };
  };
  return { office, portal, submission, send };
};

test('a command is recorded once, and said to be a repetition the second time', async () => {
  const { send, submission } = await start();
  const body = await submission(packageP['tg.kt']);
  expect(await send('tg.kt.cv', body)).toEqual({ status: 200, reply: { kind: 'recorded', repeated: false } });
  expect(await send('tg.kt.cv', body)).toEqual({ status: 200, reply: { kind: 'recorded', repeated: true } });
});

test('each refusal has its status, its kind, and a message in the language of the page', async () => {
  const { office, send, submission } = await start();
  const wrong = await send('tg.kt.cv', await submission([aLine({ activity: 'c.3', unitPrice: '-1' })]), 'en');
  expect(wrong.status).toBe(422);
  expect(wrong.reply.problems).toEqual([
    { path: 'lines[0].unitPrice', code: 'negative', message: expect.stringContaining('Line 1, Unit price: cannot') },
  ]);
  expect((await send('tg.hd.cb', await submission(packageP['tg.kt']))).status).toBe(403);
  const gone = { id: crypto.randomUUID(), command: { do: 'lock-round', round: 'tay-giang-2021-2025.2023' } };
  expect(await send('tg.vhtt.cv', gone)).toMatchObject({ status: 404, reply: { kind: 'not-found' } });
  const stale = await submission(packageP['tg.kt']);
  await office.submit('tg.kt', packageP['tg.kt']);
  expect(await send('tg.kt.truong', stale)).toMatchObject({ status: 409, reply: { kind: 'changed-since-shown' } });
});

test('broken JSON, other shapes and no session are refused', async () => {
  const { portal, send } = await start();
  expect((await send('tg.kt.cv', '{"id": ')).status).toBe(400);
  const shapes: readonly [unknown, string][] = [
    [{}, 'id'],
    [{ id: crypto.randomUUID(), command: { do: 'lock-round' } }, 'round'],
    [
      { id: crypto.randomUUID(), command: { do: 'set-figures', figures: [{ no: 1, amount: 'x', reason: '' }] } },
      'figures[0].amount',
    ],
  ];
  for (const [body, path] of shapes) {
    const { status, reply } = await send('tg.kt.cv', body);
    expect(status).toBe(422);
    expect(reply.problems?.map((found) => found.path)).toContain(path);
  }
  const stranger = await portal.request('/api/commands', { method: 'POST', body: '{}' });
  expect(stranger.status).toBe(401);
});

test('a person of another plan in the same locality changes nothing', async () => {
  const { office, portal, submission } = await start();
  await registerPlan(office.ports, { ...z.looseObject({}).parse(planFile(office.plan.id)), id: 'another-plan' });
  const other = await portal.as('tg.kt.cv', { plan: 'another-plan' });
  const answer = await other.command(await submission(packageP['tg.kt']));
  expect(answer.status).toBe(404);
  expect((await office.estimate('tg.kt')).body.versions).toEqual([]);
});
