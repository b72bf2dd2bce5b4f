import type { Language } from '../../domain/text.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** Every text of the pages in one language. A text missing from a language does not compile. */
export type Messages = typeof vi;

const byLanguage: { readonly [L in Language]: Messages } = { vi, en };

/** The texts in a language. */
export const messagesIn = (language: Language): Messages => byLanguage[language];
