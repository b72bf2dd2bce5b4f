import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type * as z from 'zod';

/** Appends a line of JSON. What is appended outlives a killed process. */
export const appendLine = (file: string, value: unknown): void => appendFileSync(file, `${JSON.stringify(value)}\n`);

/** Every line of a file of JSON lines; none where there is no file. */
export const readLines = <T>(file: string, schema: z.ZodType<T>): T[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => schema.parse(JSON.parse(line)))
    : [];
