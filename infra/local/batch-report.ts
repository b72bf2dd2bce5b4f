import * as z from 'zod';

const Report = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() }).nullish();

/**
 * Reads what a function answers under ReportBatchItemFailures: the identifiers that failed; none for an answer or a list
 * that is empty or null. 'all' where an identifier is empty, null, misspelt or not of the batch, or the answer is no
 * object: then AWS takes the whole batch for failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export const failuresIn = (answer: unknown, batch: readonly string[]): ReadonlySet<string> | 'all' => {
  const report = Report.safeParse(answer);
  if (!report.success) return 'all';
  const named = new Set(report.data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
  return [...named].every((identifier) => batch.includes(identifier)) ? named : 'all';
};
