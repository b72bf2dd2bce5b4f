import { createHash } from 'node:crypto';
import { type HashText, Sha256 } from '../domain/ids.ts';

/** SHA-256 of UTF-8 text. */
export const sha256: HashText = (text) => Sha256.parse(createHash('sha256').update(text, 'utf8').digest('hex'));
