import * as z from 'zod';
import type { Functions } from './lambda.ts';

const Environment = z.object({
  RECORDS_TABLE: z.string(),
  JOURNAL_TABLE: z.string(),
  OPERATIONS_TABLE: z.string(),
  FILES_BUCKET: z.string(),
  MAIL_QUEUE_URL: z.string(),
});

/** What the portal's function works on, by its own environment; to be asked from inside that function's rights. */
export const portalConnection = async (functions: Functions) => {
  const { connectPortal } = await import('../../shared/adapters/compose.ts');
  return connectPortal(Environment.parse(functions.find('portal')?.environment));
};
