import { createHmac, timingSafeEqual } from 'node:crypto';

/** Which attempt a token stands for: the execution's key, the state's StateEntered event, and the count of retries. */
export type TokenSubject = { key: number; enteredId: number; retryCount: number };

const sign = (secret: string, subject: string): Buffer => createHmac('sha256', secret).update(subject, 'utf8').digest();

/** A task token: names its attempt and carries a signature, so that a forged one is told from an expired one. */
export const tokenFor = (secret: string, { key, enteredId, retryCount }: TokenSubject): string => {
  const subject = `${String(key)}.${String(enteredId)}.${String(retryCount)}`;
  return Buffer.from(`${subject}.${sign(secret, subject).toString('base64url')}`, 'utf8').toString('base64');
};

/** The attempt that a token stands for; undefined where it is not one of ours. */
export const readToken = (secret: string, token: string): TokenSubject | undefined => {
  const parts = Buffer.from(token, 'base64').toString('utf8').split('.');
  const [key = '', enteredId = '', retryCount = '', signature = ''] = parts;
  if (![key, enteredId, retryCount].every((part) => /^\d{1,15}$/.test(part))) return undefined;
  const given = Buffer.from(signature, 'base64url');
  const expected = sign(secret, `${key}.${enteredId}.${retryCount}`);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return { key: Number(key), enteredId: Number(enteredId), retryCount: Number(retryCount) };
};
