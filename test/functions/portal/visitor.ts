import type { OutgoingMail } from '../../../shared/app/ports.ts';
import { type aPortal, ORIGIN } from './portal-office.ts';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0';

/** Somebody at a browser of his own, which keeps the portal's cookies. */
export const aVisitor = ({ app }: ReturnType<typeof aPortal>, userAgent = FIREFOX) => {
  const cookies = new Map<string, string>();
  const send = async (path: string, method: string, body?: string) => {
    const answer = await app.request(new URL(path, ORIGIN).href, {
      method,
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'user-agent': userAgent,
        ...(body === undefined ? {} : { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(body === undefined ? {} : { body }),
    });
    const set = answer.headers.getSetCookie();
    for (const line of set) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return {
      status: answer.status,
      location: answer.headers.get('location'),
      headers: answer.headers,
      text: await answer.text(),
      cookies: set,
    };
  };
  return {
    get: (path: string) => send(path, 'GET'),
    post: (path: string, fields: Readonly<Record<string, string>>) =>
      send(path, 'POST', new URLSearchParams(fields).toString()),
    send,
  };
};

/** The path of the link that a mail to sign in by carries. */
export const linkIn = ({ text }: OutgoingMail): string => {
  const [url = ''] = /http:\S+\/sign-in\/by-mail\/\S+/.exec(text) ?? [];
  return new URL(url).pathname;
};

/** The code that the page of the browser that asked shows. */
export const codeOn = (page: string): string => /<code>([0-9A-Z-]{9})<\/code>/.exec(page)?.[1] ?? '';
