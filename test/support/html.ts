/** A control of a form as a browser without script sees it. */
export type Control = {
  readonly kind: 'text' | 'hidden' | 'choice' | 'select' | 'button';
  readonly name: string;
  /** What would be sent unless it is changed; undefined for what is not ticked. */
  readonly value: string | undefined;
  /** The values that may be chosen; undefined where anything may be typed. */
  readonly options: readonly string[] | undefined;
  /** A button's words. */
  readonly label: string;
};

/** A form of a page. */
export type Form = { readonly method: string; readonly action: string; readonly controls: readonly Control[] };

/** A link of a page, with its words. */
export type Link = { readonly href: string; readonly text: string };

/** What a browser makes of a page: its words, links and forms. */
export type Document = {
  readonly title: string;
  readonly language: string;
  readonly text: string;
  readonly links: readonly Link[];
  readonly forms: readonly Form[];
};

type Piece = { readonly text: string } | { readonly tag: string; readonly closes: boolean; readonly of: Attributes };
type Attributes = ReadonlyMap<string, string>;

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

const unescape = (text: string): string =>
  text.replaceAll(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
    (whole: string, decimal?: string, hex?: string, name?: string) =>
      decimal !== undefined
        ? String.fromCodePoint(Number(decimal))
        : hex !== undefined
          ? String.fromCodePoint(Number.parseInt(hex, 16))
          : (named[name ?? ''] ?? whole),
  );

const attributesOf = (text: string): Attributes =>
  new Map(
    [...text.matchAll(/([^\s=/"]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      unescape(value),
    ]),
  );

const piecesOf = (html: string): Piece[] => {
  const pieces: Piece[] = [];
  const bare = html.replaceAll(/<!--[\s\S]*?-->|<!doctype[^>]*>|<style[\s\S]*?<\/style>/gi, '');
  for (const [, text, slash, tag, rest] of bare.matchAll(/([^<]+)|<(\/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>/gi)) {
    if (text !== undefined) pieces.push({ text: unescape(text) });
    else if (tag !== undefined)
      pieces.push({ tag: tag.toLowerCase(), closes: slash === '/', of: attributesOf(rest ?? '') });
  }
  return pieces;
};

/** The words of pieces, as they are read: breaks between blocks, single spaces between words. */
const wordsOf = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) =>
      'text' in piece ? piece.text : ['a', 'b', 'i', 'em', 'strong', 'span', 'small'].includes(piece.tag) ? '' : ' ',
    )
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();

const isTag = (piece: Piece, tag: string, closes: boolean): boolean =>
  'tag' in piece && piece.tag === tag && piece.closes === closes;

type Element = { readonly of: Attributes; readonly inside: readonly Piece[] };

/** The elements of a kind that does not nest, each with what is inside. */
const elements = (pieces: readonly Piece[], tag: string): Element[] =>
  pieces.flatMap((piece, index) => {
    if (!('tag' in piece) || piece.tag !== tag || piece.closes) return [];
    const end = pieces.findIndex((one, at) => at > index && isTag(one, tag, true));
    return [{ of: piece.of, inside: pieces.slice(index + 1, end < 0 ? pieces.length : end) }];
  });

const inputOf = (of: Attributes): Control => {
  const type = of.get('type') ?? 'text';
  const common = { name: of.get('name') ?? '', label: '' };
  const value = of.get('value') ?? '';
  if (type === 'checkbox' || type === 'radio')
    return { ...common, kind: 'choice', value: of.has('checked') ? value : undefined, options: [value] };
  return { ...common, kind: type === 'hidden' ? 'hidden' : 'text', value, options: undefined };
};

const selectOf = ({ of, inside }: Element): Control => {
  const options = elements(inside, 'option').map((option) => ({
    value: option.of.get('value') ?? wordsOf(option.inside),
    selected: option.of.has('selected'),
  }));
  const value = (options.find(({ selected }) => selected) ?? options[0])?.value;
  return { kind: 'select', name: of.get('name') ?? '', value, options: options.map((one) => one.value), label: '' };
};

const controlsOf = (pieces: readonly Piece[]): Control[] =>
  pieces.flatMap((piece, index): Control[] => {
    if (!('tag' in piece) || piece.closes || piece.of.has('disabled')) return [];
    if (piece.tag === 'input') return [inputOf(piece.of)];
    const [element] = ['select', 'textarea', 'button'].includes(piece.tag)
      ? elements(pieces.slice(index), piece.tag)
      : [];
    if (element === undefined) return [];
    const name = piece.of.get('name') ?? '';
    if (piece.tag === 'select') return [selectOf(element)];
    if (piece.tag === 'button')
      return [
        {
          kind: 'button',
          name,
          value: piece.of.get('value') ?? '',
          options: undefined,
          label: wordsOf(element.inside),
        },
      ];
    const typed = element.inside.map((one) => ('text' in one ? one.text : '')).join('');
    return [{ kind: 'text', name, value: typed.replace(/^\n/, ''), options: undefined, label: '' }];
  });

/** Reads a page. */
export const readDocument = (html: string): Document => {
  const pieces = piecesOf(html);
  const head = elements(pieces, 'title')[0];
  return {
    title: wordsOf(head?.inside ?? []),
    language: elements(pieces, 'html')[0]?.of.get('lang') ?? '',
    text: wordsOf(elements(pieces, 'body')[0]?.inside ?? pieces),
    links: elements(pieces, 'a').flatMap(({ of, inside }) => {
      const href = of.get('href');
      return href === undefined ? [] : [{ href, text: wordsOf(inside) }];
    }),
    forms: elements(pieces, 'form').map(({ of, inside }) => ({
      method: (of.get('method') ?? 'get').toUpperCase(),
      action: of.get('action') ?? '',
      controls: controlsOf(inside),
    })),
  };
};
