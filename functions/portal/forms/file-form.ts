import type { FilesOf } from '../../../shared/app/views/files-view.ts';
import type { FormFields } from './form-data.ts';
import { type Parsed, parseCommand } from './parsed.ts';

/** The target that a form names: a line or the whole of an estimate, a stage in a submission, a report or its activity. */
const targetIn = (record: FilesOf, about: string): Record<string, unknown> => {
  if (record.of === 'estimate') {
    const line = /^\d{1,4}$/.test(about) ? Number(about) : -1;
    return { of: 'estimate', estimate: record.id, line: line === 0 ? null : line };
  }
  if (record.of === 'return') return { of: 'return', return: record.id, activity: about === '0' ? null : about };
  const [stage = '', submission = ''] = about.split('/');
  return { of: 'stage', package: record.id, stage, submission: Number(submission) };
};

/** What stands at a field of the page is said there. */
const atItsField = (parsed: Parsed): Parsed => {
  if (parsed.ok || parsed.refusal.kind !== 'problems') return parsed;
  const problems = parsed.refusal.problems.map((found) => ({
    ...found,
    path: found.path.startsWith('target') ? 'about' : found.path,
  }));
  return { ok: false, refusal: { kind: 'problems', problems } };
};

/** Attaches what was uploaded. */
export const attachCommand = (form: FormFields, record: FilesOf, upload: string): Parsed =>
  atItsField(
    parseCommand(form, {
      do: 'attach-file',
      target: targetIn(record, form.get('about')),
      // The name is the key of what was uploaded, byte for byte: not brought into another form of Unicode.
      upload: { id: upload, name: form.raw('name') },
      sha256: form.get('sha256'),
    }),
  );

/** Takes a file off. */
export const detachCommand = (form: FormFields, record: FilesOf, sha256: string): Parsed =>
  atItsField(parseCommand(form, { do: 'detach-file', target: targetIn(record, form.get('about')), sha256 }));
