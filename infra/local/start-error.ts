/** Something that the person who starts the runtime can put right; the message is one sentence that says how. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** The code of a system error (`EADDRINUSE`), if it has one. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** What an unknown error says. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
