import { currentVersion, type Submission, sourcesOf } from '../domain/estimate.ts';
import { figureSources } from '../domain/figure-decisions.ts';
import { memoOf } from '../domain/lines.ts';
import { sum } from '../domain/money.ts';
import type { Stored } from '../domain/records.ts';
import { addSources, bySource, chainPart, memoPart, type SourceFigures, sourcesIn } from '../domain/sources.ts';
import { readLines } from './content.ts';
import { groundOf } from './package-commands.ts';
import type { Ports } from './ports.ts';

type Reading = Pick<Ports, 'store'>;

/**
 * An estimate's totals by source in a submission, as its entries keep them; read from its lines where an entry is older
 * than that. Undefined for a nil or a missing one.
 */
export const estimateSources = async (
  ports: Reading,
  estimate: Stored<'estimate'>,
  submission: Submission,
): Promise<SourceFigures | undefined> => {
  const kept = sourcesOf(estimate.body, submission);
  if (kept !== undefined) return kept;
  const ground = await groundOf(ports, estimate, submission);
  if (ground === undefined) return undefined;
  const { lines } = ground;
  const proposed = bySource(lines);
  const appraised = ground.appraised === undefined ? proposed : figureSources(lines, ground.appraised);
  const approved = ground.approved === undefined ? appraised : figureSources(lines, ground.approved);
  return { proposed, appraised, approved, memo: memoOf(ground.memo) };
};

/** What an estimate proposes by source before it is in a package; no stage made anything of it yet. */
export const proposedSources = async (
  ports: Reading,
  { body }: Stored<'estimate'>,
): Promise<SourceFigures | undefined> => {
  const version = currentVersion(body);
  if (version === undefined) return undefined;
  const all = body.sources ?? sourcesIn(await readLines(ports.store, body.locality, version.lines));
  const proposed = chainPart(all);
  return { proposed, appraised: proposed, approved: proposed, memo: memoPart(all) };
};

/** The totals by source of several estimates together. */
export const sourcesTogether = async (
  ports: Reading,
  estimates: readonly Stored<'estimate'>[],
  submission: Submission,
): Promise<SourceFigures> => {
  const all = await Promise.all(estimates.map((estimate) => estimateSources(ports, estimate, submission)));
  const there = all.filter((one) => one !== undefined);
  return {
    proposed: addSources(there.map(({ proposed }) => proposed)),
    appraised: addSources(there.map(({ appraised }) => appraised)),
    approved: addSources(there.map(({ approved }) => approved)),
    memo: sum(there.map(({ memo }) => memo)),
  };
};
