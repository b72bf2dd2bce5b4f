import type { FileFault } from '../../../domain/file-content.ts';
import type { FileRefusal, files as vi } from '../vi/files.ts';
import type { Said } from '../vi/refusals.ts';

const FAULTS: { readonly [F in FileFault]: Said } = {
  empty: { what: 'is empty', next: 'Choose the right file again, and open it on your machine before you upload it.' },
  'too-large': { what: 'is larger than 20 MB', next: 'Scan it again at a lower resolution, or split it.' },
  'no-name': { what: 'has no name that can be used', next: 'Rename it, e.g. to quote.pdf, and upload it.' },
  'hidden-ending': {
    what: 'has the ending of a program, or of a file that holds code',
    next: 'Export it as PDF, or save it as .xlsx or .docx, and upload that.',
  },
  'unknown-type': {
    what: 'is by its content no PDF, JPEG or PNG picture, Excel workbook (.xlsx) or Word document (.docx)',
    next: 'Export it as PDF, or scan or photograph it, and upload that.',
  },
  'not-its-ending': {
    what: 'holds something other than its name’s ending says',
    next: 'Correct the ending, or save the file again from the program that made it.',
  },
  damaged: {
    what: 'is damaged or did not arrive whole',
    next: 'Open it on your machine, save it, and upload it again.',
  },
  macros: { what: 'has macros or code in it', next: 'Save it as .xlsx or .docx without macros, or export it as PDF.' },
  bomb: { what: 'packs too much data for its size', next: 'Save the file again, or export it as PDF.' },
  encrypted: { what: 'is protected by a password', next: 'Take the password off and upload it again.' },
};

/** Why a file was not attached, and what can be done. */
export const fileRefusal = (refused: FileRefusal): Said => {
  switch (refused.kind) {
    case 'file-refused': {
      const { what, next } = FAULTS[refused.why];
      const name = refused.name === '' ? 'This file' : `The file “${refused.name}”`;
      return { what: `${name} ${what}, so it is not attached; nothing was recorded.`, next };
    }
    case 'upload-gone':
      return {
        what: 'The uploaded file is no longer there: what is not attached is kept for a day. Nothing was recorded.',
        next: 'Upload the file once more.',
      };
    case 'upload-replaced':
      return {
        what: 'What was uploaded is not what you were shown, so it was not attached.',
        next: 'Upload the file once more, look at it, and attach it.',
      };
    case 'too-many-files':
      return {
        what: `There are ${refused.most} files already, the most there can be.`,
        next: 'Join small files into one PDF.',
      };
    case 'already-attached':
      return {
        what: 'This file is attached here already.',
        next: 'There is nothing more to do; it is in the list of files.',
      };
    case 'not-attached':
      return {
        what: 'This file is not attached here, or was taken off.',
        next: 'Reload the page to see the files that are there now.',
      };
    case 'evidence-stands':
      return {
        what: `This file is evidence of version ${refused.version} of the report, which was sent, so it stays.`,
        next: 'Attach the right file and send a corrected report.',
      };
  }
};

/** Attached files: their list, and the two pages on which one is added. */
export const files: typeof vi = {
  title: 'Attached files',
  none: 'No file yet.',
  add: 'Attach a file',
  addPaper: 'Attach the signed paper or a document',
  addTitle: (to) => `Attach a file to ${to}`,
  estimateOf: (unit, year) => `the ${year} estimate of ${unit}`,
  packageOf: (n, year) => `package ${n} of ${year}`,
  reportOf: (name, unit) => `the ${name} of ${unit}`,
  addEvidence: 'Attach evidence',
  choose: 'Choose a file',
  kinds: 'PDF, JPEG or PNG picture, Excel (.xlsx), Word (.docx) without macros; no file above 20 MB.',
  saveReportFirst: 'If you are writing the report on the page before, save the draft before you upload.',
  saveFirst: 'If you are typing the estimate on the page before, save the draft before you upload.',
  upload: 'Upload',
  thenConfirm: 'After the upload you look at it and choose where it belongs; nothing is recorded before that.',
  confirmTitle: 'Look at it, then attach',
  name: 'File name',
  type: 'Kind',
  types: { pdf: 'PDF', jpeg: 'JPEG picture', png: 'PNG picture', xlsx: 'Excel', docx: 'Word' },
  size: 'Size',
  fingerprint: 'SHA-256',
  where: 'Attach to',
  whole: 'The whole estimate',
  wholeReport: 'The whole report',
  line: (no, content) => (content === '' ? `Line ${no}` : `Line ${no}: ${content}`),
  stage: (stage, submission) => `${stage}, ${submission}`,
  attach: 'Attach',
  detach: 'Take off',
  detachLabel: (name) => `Take off the file ${name}`,
  follows: 'The journal keeps who attached it. Whoever may see the record may download the file.',
  by: (who, at) => `${who}, ${at}`,
  bytes: (size) =>
    size < 1_000_000 ? `${Math.max(1, Math.round(size / 1000))} kB` : `${(size / 1_000_000).toFixed(1)} MB`,
};
