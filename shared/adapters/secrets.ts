import { randomBytes, randomInt } from 'node:crypto';
import type { Secrets } from '../app/sign-in/ports.ts';
import { AskedId } from '../contracts/asked-mail.ts';

const TOKEN_BYTES = 32;
const ID_BYTES = 16;
const DIGITS = 6;
const SHORT_CODE = 10;
/** Thirty-two letters and digits that nobody takes for one another; none ends a link in a chat. */
const LETTERS = 'abcdefghjkmnpqrstvwxyz0123456789';

/** Secrets from the system's own source of randomness. */
export const randomSecrets: Secrets = {
  token: () => randomBytes(TOKEN_BYTES).toString('base64url'),
  id: () => AskedId.parse(randomBytes(ID_BYTES).toString('base64url')),
  digits: () => `${randomInt(10 ** DIGITS)}`.padStart(DIGITS, '0'),
  shortCode: () => Array.from(randomBytes(SHORT_CODE), (byte) => LETTERS[byte % LETTERS.length] ?? '').join(''),
};
