import type {
  ClaimFact,
  ClosedFact,
  LeftOutFact,
  LineFact,
  LoweredFact,
  PublishedFact,
  ResultFact,
} from '../../contracts/mail-messages/facts.ts';
import type { Instant } from '../../domain/calendar.ts';
import { officesOf } from '../../domain/context.ts';
import { type Estimate, type EstimateEvent, figuresOf, totalsOf } from '../../domain/estimate.ts';
import { change, Dong, writeDong } from '../../domain/money.ts';
import { approvalOf, countsNow, type Member, type Package, type PackageEvent } from '../../domain/package.ts';
import { activityOf } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import type { Round } from '../../domain/round.ts';
import { readMembers } from '../content.ts';
import { PermanentError } from '../faults.ts';
import { loadMembers } from '../package-members.ts';
import type { Ports } from '../ports.ts';
import { estimateSources, sourcesTogether } from '../source-totals.ts';
import { figureLines, hasApprovalFigures } from './line-facts.ts';
import { sourcesFact } from './source-facts.ts';
import { amountOf, decisionFact, firstLines, momentFact, officeName, type Reader, say } from './reader.ts';

type Reading = Pick<Ports, 'store'>;
type Forwarded = Extract<PackageEvent, { type: 'StageForwarded' }>;

const caseOf = (reader: Reader, year: number) => ({ plan: say(reader, reader.plan.shortTitle), year });

const NOTHING = Dong.parse(0);

const HAD = {
  untouched: 'nothing',
  drafting: 'draft',
  submitted: 'nothing',
  nil: 'nothing',
  recalled: 'recalled',
  returned: 'returned',
} as const satisfies Record<Estimate['standing'], LeftOutFact['had']>;

/** What is told of a unit's claims on joint activities that others submit. */
export const claimFact = (
  reader: Reader,
  { unit }: Estimate,
  round: Round,
  { claims = [] }: Extract<EstimateEvent, { type: 'EstimateSubmitted' }>,
): ClaimFact => ({
  ...caseOf(reader, round.year),
  unit: officeName(reader, unit),
  claims: claims.map(({ activity, submitter, amount }) => {
    const found = activityOf(reader.plan, activity);
    return {
      activity,
      title: found === undefined ? '' : say(reader, found.title),
      submitter: officeName(reader, submitter),
      figures: writeDong(amount),
    };
  }),
  standing: officeName(reader, reader.plan.standing),
});

/** What a unit is told whose estimate was not in at the lock. */
export const leftOutFact = (reader: Reader, { unit, standing }: Estimate, round: Round, at: Instant): LeftOutFact => ({
  ...caseOf(reader, round.year),
  unit: officeName(reader, unit),
  lockedBy: officeName(reader, round.lockedBy),
  at: momentFact(at),
  had: HAD[standing],
});

/** What a unit is told whose figures the appraisal lowered. */
export const loweredFact = async (
  ports: Reading,
  reader: Reader,
  pkg: Package,
  estimate: Stored<'estimate'>,
  { stage, submission, next }: Forwarded,
): Promise<LoweredFact> => {
  const at = { package: pkg.id, submission };
  const totals = totalsOf(estimate.body, at);
  const set = figuresOf(estimate.body, 'appraisal', at);
  if (totals === undefined || set === undefined)
    throw new PermanentError(`The estimate ${estimate.id} has no appraised figures in submission ${submission}.`);
  const [by] = officesOf(reader.plan, stage);
  const [after] = officesOf(reader.plan, next);
  const lines = await figureLines(ports, reader, estimate, at);
  const sources = await estimateSources(ports, estimate, at);
  return {
    ...caseOf(reader, pkg.year),
    unit: officeName(reader, estimate.body.unit),
    appraisedBy: by === undefined ? '' : officeName(reader, by),
    submission,
    proposed: amountOf(totals.proposed),
    appraised: amountOf(set.total),
    less: amountOf(change(set.total, totals.proposed)),
    sources: sourcesFact(sources?.appraised ?? {}, sources?.memo ?? NOTHING),
    lines: firstLines(
      lines.filter(({ proposed, appraised }) => appraised < proposed).map(({ fact }) => fact(['appraisal'])),
    ),
    next: after === undefined ? undefined : officeName(reader, after),
  };
};

const approvalIn = (pkg: Package) => {
  const approval = approvalOf(pkg);
  if (approval === undefined) throw new PermanentError(`The package ${pkg.id} is not approved.`);
  return approval;
};

/** What a unit is told of the decision on its estimate. */
export const resultFact = async (
  ports: Reading,
  reader: Reader,
  pkg: Package,
  estimate: Stored<'estimate'>,
): Promise<ResultFact> => {
  const { decision, submission } = approvalIn(pkg);
  const at = { package: pkg.id, submission };
  const totals = totalsOf(estimate.body, at);
  if (totals === undefined) throw new PermanentError(`The estimate ${estimate.id} has no result.`);
  const lines = await figureLines(ports, reader, estimate, at);
  const sources = await estimateSources(ports, estimate, at);
  return {
    ...caseOf(reader, pkg.year),
    unit: officeName(reader, estimate.body.unit),
    proposed: amountOf(totals.proposed),
    appraised: amountOf(totals.appraised),
    approved: amountOf(totals.approved),
    sources: sourcesFact(sources?.approved ?? {}, sources?.memo ?? NOTHING),
    decision: decisionFact(reader, decision),
    lines: firstLines(
      lines
        .filter(({ proposed, appraised, approved }) => appraised !== proposed || approved !== proposed)
        .map(({ fact }) => fact(['appraisal', 'approval'])),
    ),
  };
};

const aboveAppraised = async (
  ports: Reading,
  reader: Reader,
  pkg: Package,
  estimates: readonly Stored<'estimate'>[],
): Promise<LineFact[]> => {
  const at = { package: pkg.id, submission: approvalIn(pkg).submission };
  const set = estimates.filter(({ body }) => hasApprovalFigures(body, at));
  const lines = await Promise.all(set.map((estimate) => figureLines(ports, reader, estimate, at)));
  return lines
    .flat()
    .filter(({ appraised, approved }) => approved > appraised)
    .map(({ fact }) => fact(['approval']));
};

const standingIn = (members: readonly Member[], { person }: Reader): 'nil' | 'missing' | undefined => {
  const standing = members.find(({ unit }) => unit === person.office)?.standing;
  return standing === 'submitted' ? undefined : standing;
};

/** What the offices that carried a package are told of the decision. */
export const publishedFact = async (ports: Reading, reader: Reader, pkg: Package): Promise<PublishedFact> => {
  const { decision, content, submission } = approvalIn(pkg);
  const members = await readMembers(ports.store, pkg.locality, pkg.members);
  const [by] = officesOf(reader.plan, 'approval');
  const estimates = await loadMembers(ports, { body: pkg });
  const sources = await sourcesTogether(ports, estimates, { package: pkg.id, submission });
  return {
    ...caseOf(reader, pkg.year),
    approvedBy: by === undefined ? '' : officeName(reader, by),
    proposed: amountOf(content.totals.proposed),
    appraised: amountOf(content.totals.appraised),
    approved: amountOf(content.totals.approved),
    sources: sourcesFact(sources.approved, sources.memo),
    decision: decisionFact(reader, decision),
    submitted: countsNow(pkg).submitted,
    without: members.flatMap(({ unit, standing }) =>
      standing === 'submitted' ? [] : [{ unit: officeName(reader, unit), standing }],
    ),
    above: firstLines(await aboveAppraised(ports, reader, pkg, estimates)),
    ownStanding: standingIn(members, reader),
  };
};

/** What a unit without an estimate in the package is told when it is decided. */
export const closedFact = async (
  ports: Reading,
  reader: Reader,
  { body: pkg }: Stored<'package'>,
  estimate: Estimate,
  round: Round,
): Promise<ClosedFact> => {
  const standing = standingIn(await readMembers(ports.store, pkg.locality, pkg.members), reader);
  if (standing === undefined) throw new PermanentError(`${reader.person.office} has an estimate in ${pkg.id}.`);
  return {
    ...caseOf(reader, pkg.year),
    unit: officeName(reader, estimate.unit),
    standing,
    nilReason: standing === 'nil' ? estimate.nil?.reason : undefined,
    lockedBy: officeName(reader, round.lockedBy),
    decision: decisionFact(reader, approvalIn(pkg).decision),
  };
};
