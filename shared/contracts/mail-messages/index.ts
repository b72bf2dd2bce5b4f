import type { Language } from '../../domain/text.ts';
import { en } from './en.ts';
import type { MailMessages } from './messages.ts';
import { vi } from './vi.ts';

/** The mails in each language. */
export const mailMessages: { readonly [L in Language]: MailMessages } = { vi, en };
