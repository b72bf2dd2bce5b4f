import { createPortal } from '../../../functions/portal/create-portal.ts';
import type { CommandPorts, LinkClaim, Links, UnsubscribeClaim } from '../../../shared/app/ports.ts';
import type { DraftLine } from '../../../shared/domain/draft.ts';
import { LocalityId, PersonId, PlanId, TaskId } from '../../../shared/domain/ids.ts';
import { memoryPreferences, memoryShares } from '../../support/memory-digests.ts';
import { memorySessions, memorySignIn, peopleIn } from '../../support/memory-sign-in.ts';
import type { Office } from '../../support/office.ts';

const signatureOf = (claim: LinkClaim | UnsubscribeClaim): string => {
  const about = 'task' in claim ? [claim.task, claim.assignment] : [claim.from, claim.plan];
  return Buffer.from(JSON.stringify([claim.locality, ...about, claim.person])).toString('base64url');
};

/** Links whose signature is what they say. */
export const plainLinks: Links = {
  sign: (claim) => Promise.resolve(signatureOf(claim)),
  check: (claim, signature) => Promise.resolve(signature === signatureOf(claim)),
};

/** The origin that tests call the portal by. */
export const ORIGIN = 'http://127.0.0.1:8080';

/** What a page answered. */
export type Answer = {
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
  readonly headers: Headers;
};

/** Reads the fields of a page's forms, hidden and typed, as a browser would send them. */
export const formFields = (page: string, action?: string): URLSearchParams => {
  const forms = page.match(/<form[^>]*>[\s\S]*?<\/form>/g) ?? [];
  const form = forms.find((one) => action === undefined || one.includes(`action="${action}"`)) ?? '';
  const fields = new URLSearchParams();
  const unescape = (text: string): string =>
    text
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const type = /type="([^"]*)"/.exec(tag)?.[1];
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name === undefined || ((type === 'checkbox' || type === 'radio') && !/ checked/.test(tag))) continue;
    fields.append(unescape(name), unescape(/ value="([^"]*)"/.exec(tag)?.[1] ?? ''));
  }
  for (const [, name, options] of form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    const chosen = /value="([^"]*)" selected/.exec(options ?? '')?.[1] ?? /value="([^"]*)"/.exec(options ?? '')?.[1];
    fields.append(unescape(name ?? ''), unescape(chosen ?? ''));
  }
  for (const [, name, text] of form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g))
    fields.append(unescape(name ?? ''), unescape(text ?? ''));
  return fields;
};

/** Typed lines as the fields of the estimate's form. */
export const lineFields = (lines: readonly DraftLine[]): Record<string, string> =>
  Object.fromEntries(
    lines.flatMap((line, index) =>
      Object.entries(line).flatMap(([name, value]) =>
        typeof value === 'object' ? [] : [[`lines[${index}].${name}`, String(value)]],
      ),
    ),
  );

/** The portal over an office in memory, and ways to visit it as its people. */
export const aPortal = (office: Office, ports: CommandPorts = office.ports, lettersPage?: string) => {
  const logged: Readonly<Record<string, string | number>>[] = [];
  const sessions = memorySessions(ports.clock);
  const mail = memorySignIn(ports, ORIGIN);
  void mail.directory.add(peopleIn(office.plan));
  const preferences = memoryPreferences();
  const app = createPortal({
    ports,
    sessions,
    links: plainLinks,
    preferences,
    shares: memoryShares(),
    addresses: office.ports.addresses,
    lettersPage,
    asking: mail.asking,
    log: (fields) => void logged.push(fields),
  });

  const answer = async (response: Response): Promise<Answer> => ({
    status: response.status,
    text: await response.text(),
    location: response.headers.get('location'),
    headers: response.headers,
  });

  const request = async (path: string, init: RequestInit = {}): Promise<Answer> =>
    answer(await app.request(`${ORIGIN}${path}`, init));

  /** Signs a person in and gives the ways to read and post as him. */
  const as = async (
    person: string,
    {
      language = 'vi',
      plan = office.plan.id,
      locality = office.locality,
      only,
    }: { language?: string; plan?: string; locality?: string; only?: { task: string; assignment: number } } = {},
  ) => {
    const session = {
      locality: LocalityId.parse(locality),
      plan: PlanId.parse(plan),
      person: PersonId.parse(person),
      ...(only === undefined ? {} : { only: { ...only, task: TaskId.parse(only.task) } }),
    };
    const { token } = await sessions.start(session, { browser: { name: 'firefox', system: 'windows' } });
    const headers = { cookie: `trinh=${token}; lang=${language}` };
    const get = (path: string) => request(path, { headers });
    const post = (path: string, body: URLSearchParams | string, more: Record<string, string> = {}) =>
      request(path, {
        method: 'POST',
        headers: { ...headers, origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded', ...more },
        body: body.toString(),
      });
    /** Opens a page, changes fields of its form, posts it. */
    const submit = async (
      path: string,
      changes: Readonly<Record<string, string | readonly string[]>>,
      action: string = path,
    ): Promise<Answer> => {
      const page = await get(path);
      const fields = formFields(page.text, action);
      for (const [name, value] of Object.entries(changes)) {
        fields.delete(name);
        for (const one of [value].flat()) fields.append(name, one);
      }
      const answered = await post(action.replaceAll('&amp;', '&'), fields);
      await office.machines.settle();
      return answered;
    };
    const command = (body: unknown) =>
      request('/api/commands', {
        method: 'POST',
        headers: { ...headers, origin: ORIGIN, 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    return { get, post, submit, command, token };
  };

  return { app, request, as, logged, sessions, mail, preferences };
};
