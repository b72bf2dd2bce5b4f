import { appendFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { codeOf } from '../start-error.ts';

/** Adds to a log file. */
export type WriteLog = (text: string) => void;

const sizeOf = (file: string): number => {
  try {
    return statSync(file).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
};

/**
 * Writes a log that never takes more than about `most` bytes times `files`: what is full becomes `FILE.1`, that one
 * `FILE.2`, and the oldest goes. A log that cannot be written stops nobody's work.
 */
export const rotatingLog = (file: string, { most = 5 * 1024 * 1024, files = 4 } = {}): WriteLog => {
  const older = (number: number): string => (number === 0 ? file : `${file}.${number}`);
  let known: number | undefined;

  const turn = (): void => {
    rmSync(older(files - 1), { force: true });
    for (let number = files - 2; number >= 0; number -= 1) {
      try {
        renameSync(older(number), older(number + 1));
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw error;
      }
    }
  };

  return (text) => {
    try {
      let size = known ?? sizeOf(file);
      const bytes = Buffer.byteLength(text);
      if (size > 0 && size + bytes > most) {
        turn();
        size = 0;
      }
      appendFileSync(file, text, { mode: 0o600 });
      known = size + bytes;
    } catch {
      // The disk may be full, which /readyz says.
      known = undefined;
    }
  };
};
