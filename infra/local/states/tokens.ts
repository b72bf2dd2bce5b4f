import { createHmac, timingSafeEqual } from 'node:crypto';

/** Which attempt a token stands for: the execution's key and the number of the attempt's TaskScheduled event. */
export type TokenSubject = { key: number; scheduledId: number };

const sign = (secret: string, subject: string): Buffer => createHmac('sha256', secret).update(subject, 'utf8').digest();

/** A task token: names its attempt and carries a signature, so that a forged one is told from an expired one. */
export const tokenFor = (secret: string, { key, scheduledId }: TokenSubject): string => {
  const subject = `${String(key)}.${String(scheduledId)}`;
  return Buffer.from(`${subject}.${sign(secret, subject).toString('base64url')}`, 'utf8').toString('base64');
};

/** The attempt that a token stands for; undefined where it is not one of ours. */
export const readToken = (secret: string, token: string): TokenSubject | undefined => {
  const [key = '', scheduledId = '', signature = ''] = Buffer.from(token, 'base64').toString('utf8').split('.');
  if (!/^\d{1,15}$/.test(key) || !/^\d{1,15}$/.test(scheduledId)) return undefined;
  const given = Buffer.from(signature, 'base64url');
  const expected = sign(secret, `${key}.${scheduledId}`);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return { key: Number(key), scheduledId: Number(scheduledId) };
};
