import { type ApprovedLine, approvedLines } from '../domain/approved-lines.ts';
import type { Stored } from '../domain/records.ts';
import { readAdjustedLines } from './content.ts';
import { groundOf } from './package-commands.ts';
import type { Ports } from './ports.ts';

/**
 * The chain's lines of a unit with what is approved for each now: as its published result says, under every adjustment
 * since. None before the result.
 */
export const approvedLinesOf = async (
  ports: Pick<Ports, 'store'>,
  estimate: Stored<'estimate'>,
  ledger: Stored<'ledger'> | undefined,
): Promise<readonly ApprovedLine[]> => {
  const { result, locality, unit } = estimate.body;
  const ground = result === null ? undefined : await groundOf(ports, estimate, result);
  if (ground === undefined) return [];
  const pages = await Promise.all(
    (ledger?.body.layers ?? []).map(({ lines }) => readAdjustedLines(ports.store, locality, lines)),
  );
  return approvedLines(
    ground,
    pages.flat().filter((line) => line.unit === unit),
  );
};
