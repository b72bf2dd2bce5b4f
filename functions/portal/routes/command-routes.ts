import { Hono } from 'hono';
import { runCommand } from '../../../shared/app/run-command.ts';
import { CommandRequest } from '../../../shared/contracts/commands.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { problemsFromIssues } from '../forms/parsed.ts';
import { problemsOf, sayRefusal } from '../parts/errors.ts';
import { sessionOf, statusOf } from '../respond.ts';
import { turnAway } from '../security.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

const json = (text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } => {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
};

const refuse = (c: PortalContext, refusal: Refusal) => {
  const visit = c.get('visit');
  const { what, next } = sayRefusal(visit, refusal, visit.visitor?.plan);
  const problems = problemsOf(refusal).map((found) => ({ ...found, message: visit.t.problem(found) }));
  return c.json({ kind: refusal.kind, message: `${what} ${next}`, refusal, problems }, statusOf(refusal));
};

/** The same commands as the pages post, as JSON: `{id, command}`; the answer is `{kind, …}`. */
export const commandRoutes = ({ ports }: Portal) =>
  new Hono<PortalEnv>().post('/api/commands', async (c) => {
    const { t } = c.get('visit');
    const body = json(await c.req.text());
    if (!body.ok) return turnAway(c, 400, t.shell.notJson.what, t.shell.notJson.next);
    const request = CommandRequest.safeParse(body.value, { reportInput: true });
    if (!request.success)
      return refuse(c, { kind: 'problems', problems: problemsFromIssues(request.error.issues, 'command') });
    const outcome = await runCommand(ports, sessionOf(c), request.data);
    return outcome.kind === 'recorded' ? c.json(outcome) : refuse(c, outcome);
  });
