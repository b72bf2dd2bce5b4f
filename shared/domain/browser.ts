import * as z from 'zod';

/** The browsers that a person would know by name. */
export const BrowserName = z.enum([
  'coccoc',
  'edge',
  'opera',
  'samsung',
  'firefox',
  'chrome',
  'safari',
  'zalo',
  'other',
]);
/** The systems that a person would know by name. */
export const SystemName = z.enum(['windows', 'mac', 'iphone', 'ipad', 'android', 'linux', 'other']);

/** From which browser, on what, in words that can be said; the header itself is not kept. */
export const Browser = z.strictObject({ name: BrowserName, system: SystemName });
export type Browser = z.infer<typeof Browser>;

/** In this order: most browsers also name those that they are like. */
const BROWSERS: readonly (readonly [RegExp, z.infer<typeof BrowserName>])[] = [
  [/\bzalo/i, 'zalo'],
  [/coc_coc_browser/i, 'coccoc'],
  [/\bEdg(?:e|A|iOS)?\//, 'edge'],
  [/\bOPR\//, 'opera'],
  [/SamsungBrowser\//, 'samsung'],
  [/\b(?:Firefox|FxiOS)\//, 'firefox'],
  [/\b(?:Chrome|CriOS)\//, 'chrome'],
  [/\bSafari\//, 'safari'],
];

const SYSTEMS: readonly (readonly [RegExp, z.infer<typeof SystemName>])[] = [
  [/iPhone/, 'iphone'],
  [/iPad/, 'ipad'],
  [/Android/, 'android'],
  [/Windows/, 'windows'],
  [/Macintosh|Mac OS X/, 'mac'],
  [/Linux|X11/, 'linux'],
];

/** The longest header that is looked at. */
const MOST = 1000;

/** Reads a User-Agent header. What it says is only ever shown, never relied on. */
export const browserOf = (userAgent: string): Browser => {
  const text = userAgent.slice(0, MOST);
  return {
    name: BROWSERS.find(([pattern]) => pattern.test(text))?.[1] ?? 'other',
    system: SYSTEMS.find(([pattern]) => pattern.test(text))?.[1] ?? 'other',
  };
};
