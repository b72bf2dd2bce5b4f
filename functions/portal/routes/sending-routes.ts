import { Hono } from 'hono';
import { sendingView } from '../../../shared/app/views/edition-view.ts';
import { type FormFields, dateText, readForm, wholeNumber } from '../forms/form-data.ts';
import { type Parsed, parseCommand } from '../forms/parsed.ts';
import { type SendingAnswer, sendingPage } from '../pages/sending-page.ts';
import { path } from '../parts/html.ts';
import { carryOut, goOn, sayNo, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalEnv } from '../visit.ts';

type Asked = { readonly parsed: Parsed; readonly done: string; readonly typed: Omit<SendingAnswer, 'refused'> };

/** What the buttons of the page ask for, what to say when it was done, and what to keep of what was typed. */
const asked = (form: FormFields, edition: string): Asked => {
  const about = { edition, seen: wholeNumber(form.get('seen')) };
  const narrative = form.get('narrative');
  switch (form.get('do')) {
    case 'finish':
      return {
        parsed: parseCommand(form, { do: 'finish-edition', ...about, narrative }),
        done: 'forSignature',
        typed: { narrative },
      };
    case 'sign':
      return { parsed: parseCommand(form, { do: 'sign-edition', ...about }), done: 'signed', typed: {} };
    case 'hand-back': {
      const remark = form.get('remark');
      return {
        parsed: parseCommand(form, { do: 'hand-back-edition', ...about, remark }),
        done: 'handedBack',
        typed: { remark },
      };
    }
    case 'send': {
      const paper = { number: form.get('number'), date: dateText(form.get('date')), channel: form.get('channel') };
      return { parsed: parseCommand(form, { do: 'send-edition', ...about, paper }), done: 'sentUp', typed: { paper } };
    }
    case 'receipt': {
      const number = form.get('incoming');
      const recipient = form.get('recipient');
      return {
        parsed: parseCommand(form, { do: 'record-receipt', edition, recipient, number }),
        done: 'receiptRecorded',
        typed: { incoming: number },
      };
    }
    default:
      return {
        parsed: parseCommand(form, { do: 'save-narrative', ...about, narrative }),
        done: 'saved',
        typed: { narrative },
      };
  }
};

/** A consolidated report on its way up. */
export const sendingRoutes = (portal: Portal) => {
  const { ports } = portal;
  return new Hono<PortalEnv>()
    .get('/cycles/:cycle/editions/:n/send', async (c) => {
      const found = await sendingView(ports, sessionOf(c), c.req.param('cycle'), wholeNumber(c.req.param('n')));
      return show(c, found, (visit, view) => sendingPage(visit, view));
    })
    .post('/cycles/:cycle/editions/:n/send', async (c) => {
      const { cycle, n } = c.req.param();
      const load = () => sendingView(ports, sessionOf(c), cycle, wholeNumber(n));
      const before = await load();
      if (before.kind !== 'seen') return sayNo(c, before);
      const { parsed, done, typed } = asked(await readForm(c), before.view.edition.body.id);
      const outcome = await carryOut(portal, sessionOf(c), parsed);
      const found = await load();
      if (found.kind !== 'seen') return sayNo(c, found);
      const said = done === 'forSignature' && found.view.sending.signed !== null ? 'signed' : done;
      if (outcome.kind === 'recorded') return goOn(c, path('cycles', cycle, 'editions', n, 'send'), said);
      const page = sendingPage(c.get('visit'), found.view, {
        ...typed,
        refused: { refusal: outcome, plan: found.view.plan },
      });
      return c.html(page, statusOf(outcome));
    });
};
