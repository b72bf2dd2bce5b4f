import * as z from 'zod';
import type { PagesRef } from './estimate.ts';
import { type HashText, Sha256 } from './ids.ts';

/** Content written once under its own hash. */
export type Page = { readonly hash: Sha256; readonly bytes: string };

/** Items and characters on one page: Vietnamese letters take up to three bytes, DynamoDB holds 400 KB an item. */
const ITEMS_A_PAGE = 100;
const CHARACTERS_A_PAGE = 100_000;

/** What the bytes of a page say: items, the pages that hold them, the pages of one long item's text, or some of that text. */
const PageBody = z.union([
  z.strictObject({ kind: z.string(), items: z.array(z.unknown()) }),
  z.strictObject({ kind: z.string(), pages: z.array(Sha256) }),
  z.strictObject({ kind: z.string(), parts: z.array(Sha256) }),
  z.strictObject({ kind: z.string(), text: z.string() }),
]);

const pageOf = (body: z.infer<typeof PageBody>, hash: HashText): Page => {
  const bytes = JSON.stringify(body);
  return { hash: hash(bytes), bytes };
};

const split = (items: readonly unknown[]): unknown[][] => {
  const parts: unknown[][] = [];
  let part: unknown[] = [];
  let characters = 0;
  for (const item of items) {
    const length = JSON.stringify(item).length;
    if (part.length === ITEMS_A_PAGE || (part.length > 0 && characters + length > CHARACTERS_A_PAGE)) {
      parts.push(part);
      part = [];
      characters = 0;
    }
    part.push(item);
    characters += length;
  }
  return [...parts, part];
};

/** One item that is longer than a page: its text in parts, and the page that names them. */
const inParts = (
  kind: string,
  text: string,
  hash: HashText,
): { readonly leaf: Page; readonly pages: readonly Page[] } => {
  const count = Math.ceil(text.length / CHARACTERS_A_PAGE);
  const pages = Array.from({ length: count }, (_, index) => {
    const from = index * CHARACTERS_A_PAGE;
    return pageOf({ kind, text: text.slice(from, from + CHARACTERS_A_PAGE) }, hash);
  });
  return { leaf: pageOf({ kind, parts: pages.map((page) => page.hash) }, hash), pages };
};

const laid = (
  kind: string,
  items: readonly unknown[],
  hash: HashText,
): { readonly leaf: Page; readonly pages: readonly Page[] } => {
  const [only] = items;
  const text = items.length === 1 ? JSON.stringify(only) : '';
  return text.length > CHARACTERS_A_PAGE
    ? inParts(kind, text, hash)
    : { leaf: pageOf({ kind, items: [...items] }, hash), pages: [] };
};

/** Lays items out on pages; `ref.root` stands for exactly these items in this order, however long each is. */
export const paginate = (
  kind: string,
  items: readonly unknown[],
  hash: HashText,
): { readonly ref: PagesRef; readonly pages: readonly Page[] } => {
  const all = split(items).map((part) => laid(kind, part, hash));
  const leaves = all.map(({ leaf }) => leaf);
  const below = all.flatMap(({ pages }) => pages);
  const [only] = leaves;
  if (only !== undefined && leaves.length === 1)
    return { ref: { root: only.hash, count: items.length }, pages: [...leaves, ...below] };
  const root = pageOf({ kind, pages: leaves.map((leaf) => leaf.hash) }, hash);
  return { ref: { root: root.hash, count: items.length }, pages: [root, ...leaves, ...below] };
};

/** What a page holds. */
export type PageContent =
  | { readonly items: readonly unknown[] }
  | { readonly pages: readonly Sha256[] }
  | { readonly parts: readonly Sha256[] }
  | { readonly text: string };

/** What a page's bytes hold; the hashes of further pages are in order. Throws where they are no page. */
export const readPage = (bytes: string): PageContent => {
  const { kind: _, ...content } = PageBody.parse(JSON.parse(bytes));
  return content;
};

/** The one item whose text these pages hold, in order. Throws where they do not. */
export const itemInParts = (parts: readonly PageContent[]): unknown =>
  JSON.parse(
    parts
      .map((part) => {
        if (!('text' in part)) throw new Error('A part of an item is a page of text.');
        return part.text;
      })
      .join(''),
  );
