import { type Control, type Document, type Form, readDocument } from './html.ts';

/** A page that was opened. */
export type Page = Document & { readonly status: number; readonly url: URL; readonly html: string };

/** What a person changes in a form: by the field's name, its text, or the value to choose; several boxes as a list. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

const MOST_REDIRECTS = 10;

const formWith = (page: Page, label: string, having: Typed): { form: Form; button: Control } => {
  for (const form of page.forms) {
    const button = form.controls.find((control) => control.kind === 'button' && control.label === label);
    const fits = Object.entries(having).every(([name, value]) =>
      form.controls.some((control) => control.name === name && control.value === value),
    );
    if (button !== undefined && fits) return { form, button };
  }
  const labels = page.forms.flatMap(({ controls }) =>
    controls.flatMap((control) => (control.kind === 'button' ? [control.label] : [])),
  );
  throw new Error(
    `${page.url.pathname} (${page.status}, “${page.title}”) has no button “${label}”; it has ${labels.join(' | ')}.`,
  );
};

const mayBe = ({ options }: Control, value: string): boolean => options === undefined || options.includes(value);

/** The fields of a form as they are sent, some of them changed. A field or choice that the page does not offer fails. */
const fieldsOf = ({ controls }: Form, button: Control, typed: Typed): URLSearchParams => {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(typed)) {
    const offered = controls.filter((control) => control.name === name && control.kind !== 'button');
    for (const one of [value].flat())
      if (!offered.some((control) => mayBe(control, one)))
        throw new Error(`The form for “${button.label}” does not offer ${name}=${one}.`);
    for (const one of [value].flat()) fields.append(name, one);
  }
  for (const { kind, name, value } of controls) {
    if (kind === 'button' || name === '' || value === undefined || Object.hasOwn(typed, name)) continue;
    fields.append(name, value);
  }
  if (button.name !== '') fields.append(button.name, button.value ?? '');
  return fields;
};

/**
 * A browser without script: keeps cookies, follows redirects and links, and sends forms by the words on their
 * buttons, with the hidden fields that the page gave it.
 */
export const aBrowser = (origin: string, held: Readonly<Record<string, string>> = {}) => {
  const cookies = new Map(Object.entries(held));
  let shown: Page | undefined;

  const send = async (url: URL, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...rest] = line.split(';');
      const at = pair.indexOf('=');
      const gone = rest.some((part) => /^\s*max-age=0\s*$/i.test(part));
      if (gone) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };

  const land = async (url: URL, first: Response): Promise<Page> => {
    let [at, response] = [url, first];
    for (let turn = 0; turn < MOST_REDIRECTS; turn += 1) {
      const to = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || to === null) {
        const html = await response.text();
        return { ...readDocument(html), html, status: response.status, url: at };
      }
      await response.body?.cancel();
      at = new URL(to, at);
      response = await send(at, { method: 'GET' });
    }
    throw new Error(`${url.pathname} leads from page to page without end.`);
  };

  const open = async (where: string): Promise<Page> => {
    const url = new URL(where, shown?.url ?? origin);
    shown = await land(url, await send(url, { method: 'GET' }));
    return shown;
  };

  const page = (): Page => {
    if (shown === undefined) throw new Error('No page is open.');
    return shown;
  };

  const postForm = async (label: string, typed: Typed, having: Typed) => {
    const { form, button } = formWith(page(), label, having);
    const fields = fieldsOf(form, button, typed);
    const url = new URL(form.action === '' ? page().url.href : form.action, page().url);
    if (form.method === 'GET') {
      url.search = fields.toString();
      return { url, response: await send(url, { method: 'GET' }) };
    }
    const headers = { origin: url.origin, 'content-type': 'application/x-www-form-urlencoded' };
    return { url, response: await send(url, { method: 'POST', headers, body: fields.toString() }) };
  };

  const submit = async (label: string, typed: Typed = {}, having: Typed = {}): Promise<Page> => {
    const { url, response } = await postForm(label, typed, having);
    shown = await land(url, response);
    return shown;
  };

  /** Sends a form and stays on its page, to send the very same again; where the answer would lead. */
  const press = async (label: string, typed: Typed = {}, having: Typed = {}): Promise<string> => {
    const { response } = await postForm(label, typed, having);
    const text = await response.text();
    const to = response.headers.get('location');
    if (response.status === 303 && to !== null) return to;
    throw new Error(`“${label}” was answered with ${response.status}: ${readDocument(text).text.slice(0, 400)}`);
  };

  /** Sends a form with a file in its `file` field, as browsers do, wherever the form goes. */
  const upload = async (label: string, file: File): Promise<Page> => {
    const { form } = formWith(page(), label, {});
    const body = new FormData();
    for (const { kind, name, value } of form.controls) {
      if (kind === 'button' || value === undefined) continue;
      if (name === 'file') body.append(name, file);
      else body.append(name, value);
    }
    const url = new URL(form.action, page().url);
    const headers = {
      origin: 'null',
      'sec-fetch-site': url.origin === page().url.origin ? 'same-origin' : 'same-site',
    };
    shown = await land(url, await send(url, { method: 'POST', headers, body }));
    return shown;
  };

  /** Opens a link's address without leaving the page, and gives the bytes that come with their headers. */
  const download = async (wanted: string): Promise<{ bytes: Uint8Array; headers: Headers }> => {
    const link = page().links.find(({ text }) => text === wanted);
    if (link === undefined) throw new Error(`${page().url.pathname} has no link ${wanted}.`);
    const url = new URL(link.href, page().url);
    const first = await send(url, { method: 'GET' });
    await first.body?.cancel();
    const response = await send(new URL(first.headers.get('location') ?? '', url), { method: 'GET' });
    return { bytes: new Uint8Array(await response.arrayBuffer()), headers: response.headers };
  };

  /** Looks for the same pages at another address, as after a restart. */
  const moveTo = (elsewhere: string): void => {
    const { host } = new URL(elsewhere);
    if (shown !== undefined) shown = { ...shown, url: Object.assign(new URL(shown.url), { host }) };
  };

  /** Follows the first link with these words, or whose address looks like this. */
  const follow = async (wanted: string | RegExp): Promise<Page> => {
    const { links, url, status, title } = page();
    const link = links.find((one) => (typeof wanted === 'string' ? one.text === wanted : wanted.test(one.href)));
    if (link !== undefined) return open(link.href);
    const there = links.map((one) => `${one.text} (${one.href})`).join(' | ');
    throw new Error(`${url.pathname} (${status}, “${title}”) has no link ${wanted}; it has ${there}.`);
  };

  return { open, page, submit, press, follow, upload, download, moveTo };
};

/** A browser as tests use it. */
export type Browser = ReturnType<typeof aBrowser>;
