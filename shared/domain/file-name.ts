import { type FileType, LONGEST_NAME } from './attached-file.ts';

const EXTENSIONS: { readonly [T in FileType]: readonly string[] } = {
  pdf: ['pdf'],
  jpeg: ['jpg', 'jpeg'],
  png: ['png'],
  xlsx: ['xlsx'],
  docx: ['docx'],
};

/** Endings of what runs, or is opened by what runs: hidden before the last ending they mislead (`quote.exe.pdf`). */
const RUNNING =
  /^(?:exe|com|bat|cmd|scr|pif|msi|msp|dll|lnk|hta|js|jse|vbs|vbe|wsf|ps1|sh|jar|apk|app|reg|html?|xhtml|svg|php|aspx?|jsp|xlsm|xltm|xlam|docm|dotm)$/;

// Marks that turn the direction of text make `exe.pdf` read as something else, and controls break headers.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

const endings = (name: string): readonly string[] =>
  name
    .toLowerCase()
    .split('.')
    .slice(1)
    .map((part) => part.trim());

/**
 * The name that a file keeps: without the folders before it, in NFC, without what cannot be seen or stand in a file's
 * name, cut before its ending where it is too long. Empty where nothing is left of it.
 */
export const cleanName = (given: string): string => {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replaceAll(UNSEEN, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  if (clean.length <= LONGEST_NAME) return clean;
  const ending = /\.[^.]{1,5}$/.exec(clean)?.[0] ?? '';
  let stem = '';
  for (const letter of clean) {
    if (stem.length + letter.length + ending.length > LONGEST_NAME) break;
    stem += letter;
  }
  return `${stem.trimEnd()}${ending}`;
};

/** Whether a name ends as files of that type do. */
export const endsAs = (name: string, type: FileType): boolean => EXTENSIONS[type].includes(endings(name).at(-1) ?? '');

/** Whether a name hides an ending of something that runs before its last one, or has none but it. */
export const hidesEnding = (name: string): boolean => endings(name).some((part) => RUNNING.test(part));
