import * as z from 'zod';
import type { PagesRef } from './estimate.ts';
import { type HashText, Sha256 } from './ids.ts';

/** Content written once under its own hash. */
export type Page = { readonly hash: Sha256; readonly bytes: string };

/** Items and characters on one page: Vietnamese letters take up to three bytes, DynamoDB holds 400 KB an item. */
const ITEMS_A_PAGE = 100;
const CHARACTERS_A_PAGE = 100_000;

/** What the bytes of a page say: items themselves, or the pages that hold them. */
const PageBody = z.union([
  z.strictObject({ kind: z.string(), items: z.array(z.unknown()) }),
  z.strictObject({ kind: z.string(), pages: z.array(Sha256) }),
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

/** Lays items out on pages; `ref.root` stands for exactly these items in this order. */
export const paginate = (
  kind: string,
  items: readonly unknown[],
  hash: HashText,
): { readonly ref: PagesRef; readonly pages: readonly Page[] } => {
  const leaves = split(items).map((part) => pageOf({ kind, items: part }, hash));
  const [only] = leaves;
  if (only !== undefined && leaves.length === 1)
    return { ref: { root: only.hash, count: items.length }, pages: leaves };
  const root = pageOf({ kind, pages: leaves.map((leaf) => leaf.hash) }, hash);
  return { ref: { root: root.hash, count: items.length }, pages: [root, ...leaves] };
};

/** What a page's bytes hold: items, or the hashes of further pages in order. Throws where they are no page. */
export const readPage = (bytes: string): { items: readonly unknown[] } | { pages: readonly Sha256[] } => {
  const body = PageBody.parse(JSON.parse(bytes));
  return 'items' in body ? { items: body.items } : { pages: body.pages };
};
