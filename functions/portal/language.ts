import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { Language } from '../../shared/domain/text.ts';

const known = (text: string | undefined): Language | undefined => Language.safeParse(text).data;

const preferred = (header: string | undefined): Language | undefined =>
  (header ?? '')
    .split(',')
    .map((part) => known(part.split(';')[0]?.trim().slice(0, 2).toLowerCase()))
    .find((language) => language !== undefined);

/** What the address asks for. */
export const askedLanguage = (c: Context): Language | undefined => known(c.req.query('lang'));

/** What the visitor chose before. */
export const chosenLanguage = (c: Context): Language | undefined => known(getCookie(c, 'lang'));

/** What the browser prefers; only where nobody knows the person. */
export const browserLanguage = (c: Context): Language | undefined => preferred(c.req.header('accept-language'));
