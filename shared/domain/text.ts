import * as z from 'zod';

/** The languages of every page and mail; documents of the chain stay Vietnamese. */
export const Language = z.enum(['vi', 'en']);
export type Language = z.infer<typeof Language>;

/** A text in both languages. */
export const Bilingual = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
export type Bilingual = z.infer<typeof Bilingual>;
