/** Writes one line about something that went wrong: names and counts, never a path, a cookie or a token. */
export type Log = (fields: Readonly<Record<string, string | number>>) => void;

/** Logs as JSON on the standard error, which Lambda and the laptop runtime keep. */
export const logToStandardError: Log = (fields) => {
  process.stderr.write(`${JSON.stringify({ service: 'portal', ...fields })}\n`);
};
