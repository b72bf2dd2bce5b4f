import type * as z from 'zod';
import type {
  ApprovePackageCommand,
  ForwardPackageCommand,
  HandBackPackageCommand,
  PrepareDecisionCommand,
  ReopenFiguresCommand,
  ReturnPackageCommand,
  ReturnPartCommand,
  SetFiguresCommand,
  SignOffPackageCommand,
} from '../contracts/commands.ts';
import { approvePackage } from '../domain/approval-decision.ts';
import type { ActingSetting } from '../domain/context.ts';
import { figuresOf, type Submission, versionIn } from '../domain/estimate.ts';
import { type FigureGround, setFigures } from '../domain/figure-decisions.ts';
import type { ActivityCode, PackageId, UnitId } from '../domain/ids.ts';
import { chainLines, isMemo, isSecondClaim, type Line } from '../domain/lines.ts';
import {
  forwardPackage,
  freezePhase,
  type OpenPackage,
  type Part,
  partOf,
  prepareDecision,
  reopenPhase,
  returnPackage,
  type Shown,
} from '../domain/package-decisions.ts';
import { returnPart } from '../domain/part-decisions.ts';
import type { StageKey } from '../domain/plan.ts';
import { heldIn } from '../domain/posts.ts';
import type { Stored } from '../domain/records.ts';
import type { Decision } from '../domain/refusal.ts';
import { handBackPackage, signOffPackage } from '../domain/sign-off-decisions.ts';
import { stageTaskId } from '../domain/task.ts';
import { readFigures, readLines, readRoundUnits } from './content.ts';
import { PermanentError } from './faults.ts';
import { loadMembers, membersNow } from './package-members.ts';
import { partGround } from './part-commands.ts';
import type { Ports } from './ports.ts';
import { namingWho } from './who-changed.ts';

/** Decisions on a package at its stage. */
export type DecidePackageCommand = z.infer<
  | typeof ReopenFiguresCommand
  | typeof ForwardPackageCommand
  | typeof ReturnPackageCommand
  | typeof ReturnPartCommand
  | typeof ApprovePackageCommand
  | typeof SignOffPackageCommand
  | typeof HandBackPackageCommand
>;

const loadPackage = (ports: Ports, setting: ActingSetting, id: PackageId): Promise<Stored<'package'> | undefined> =>
  ports.store.load(setting.plan.locality.id, 'package', id);

const loadOpen = async (
  ports: Ports,
  setting: ActingSetting,
  pkg: Stored<'package'>,
  { stage, submission }: Shown,
): Promise<OpenPackage | undefined> => {
  const task = await ports.store.load(setting.plan.locality.id, 'task', stageTaskId(stage, pkg.body.id, submission));
  return task === undefined ? undefined : { pkg, task };
};

/** The activities of what was submitted: all that those units may propose for in the round. */
const activitiesOf = async (
  ports: Ports,
  { body }: Stored<'package'>,
  units: ReadonlySet<UnitId>,
): Promise<readonly ActivityCode[]> => {
  const round = await ports.store.load(body.locality, 'round', body.round);
  if (round === undefined) throw new PermanentError(`The package ${body.id} has no round.`);
  const all = await readRoundUnits(ports.store, body.locality, round.body.units);
  return [...new Set(all.filter(({ unit }) => units.has(unit)).flatMap(({ activities }) => activities))];
};

/** What of a package the actor's office signs; its activities are read only where somebody's field asks for them. */
export const readPart = async (
  ports: Ports,
  pkg: Stored<'package'>,
  stage: StageKey,
  setting: ActingSetting,
): Promise<Part> => {
  const members = await membersNow(ports, pkg);
  const asks = heldIn(setting.plan, setting.actor.office).some(({ fields }) =>
    fields?.some(({ activities }) => activities !== undefined),
  );
  const submitted = new Set(members.filter(({ standing }) => standing === 'submitted').map(({ unit }) => unit));
  const activities = asks ? await activitiesOf(ports, pkg, submitted) : [];
  return partOf(pkg, stage, members, activities, setting);
};

const decideOn = async (
  ports: Ports,
  open: OpenPackage,
  command: DecidePackageCommand,
  setting: ActingSetting,
): Promise<Decision> => {
  const part = () => readPart(ports, open.pkg, command.stage, setting);
  switch (command.do) {
    case 'reopen-figures':
      return reopenPhase(open.pkg, command, setting);
    case 'forward-package':
      return forwardPackage(open, await part(), command, setting);
    case 'return-package':
      return returnPackage(open, await part(), command, setting);
    case 'return-part':
      return returnPart(open, await part(), await partGround(ports, open.pkg), command, setting);
    case 'approve-package':
      return approvePackage(open, await part(), command, setting);
    case 'sign-off-package':
      return signOffPackage(
        open,
        await part(),
        command,
        setting,
        open.pkg.body.prepared?.act.do === 'return-part' ? await partGround(ports, open.pkg) : undefined,
      );
    case 'hand-back-package':
      return handBackPackage(open, await part(), command, setting);
  }
};

/** Loads the package with its stage's task and decides. */
export const decidePackage = async (
  ports: Ports,
  setting: ActingSetting,
  command: DecidePackageCommand,
): Promise<Decision> => {
  const pkg = await loadPackage(ports, setting, command.package);
  if (pkg === undefined) return { kind: 'not-found', what: 'package' };
  const open = await loadOpen(ports, setting, pkg, command);
  if (open === undefined) return { kind: 'not-at-stage', stage: command.stage, now: pkg.body.position.stage };
  return namingWho(ports, pkg, await decideOn(ports, open, command, setting));
};

/** First half of preparing a decision: no figure changes from here on. */
export const decideFreeze = async (
  ports: Ports,
  setting: ActingSetting,
  command: z.infer<typeof PrepareDecisionCommand>,
): Promise<Decision> => {
  const pkg = await loadPackage(ports, setting, command.package);
  if (pkg === undefined) return { kind: 'not-found', what: 'package' };
  return namingWho(ports, pkg, freezePhase(pkg, command, setting));
};

/** Second half: the root over the frozen figures, read strongly. Takes up where a crash left the first half. */
export const decidePrepared = async (
  ports: Ports,
  setting: ActingSetting,
  command: z.infer<typeof PrepareDecisionCommand>,
): Promise<Decision> => {
  const pkg = await loadPackage(ports, setting, command.package);
  if (pkg === undefined) return { kind: 'not-found', what: 'package' };
  const estimates = await loadMembers(ports, pkg);
  return prepareDecision(pkg, estimates, command, setting);
};

/** What figures stand on; beside it what has none: what the communes pay themselves, and second claims. */
export type Ground = FigureGround & { readonly memo: readonly Line[]; readonly claims: readonly Line[] };

/** The chain's lines of an estimate's locked version with the figures that hold in a submission, its memos beside. */
export const groundOf = async (
  ports: Pick<Ports, 'store'>,
  { body }: Stored<'estimate'>,
  submission: Submission,
): Promise<Ground | undefined> => {
  const version = versionIn(body, submission.package);
  if (version === undefined) return undefined;
  const figures = (stage: 'appraisal' | 'approval') => {
    const set = figuresOf(body, stage, submission);
    return set === undefined ? undefined : readFigures(ports.store, body.locality, set.figures);
  };
  const [lines, appraised, approved] = await Promise.all([
    readLines(ports.store, body.locality, version.lines),
    figures('appraisal'),
    figures('approval'),
  ]);
  return {
    lines: chainLines(lines),
    memo: lines.filter(isMemo),
    claims: lines.filter(isSecondClaim),
    appraised,
    approved,
  };
};

const NOTHING: FigureGround = { lines: [], appraised: undefined, approved: undefined };

/** Loads what the figures stand on and sets them. */
export const decideFigures = async (
  ports: Ports,
  setting: ActingSetting,
  command: z.infer<typeof SetFiguresCommand>,
): Promise<Decision> => {
  const [pkg, estimate] = await Promise.all([
    loadPackage(ports, setting, command.package),
    ports.store.load(setting.plan.locality.id, 'estimate', command.estimate),
  ]);
  if (pkg === undefined) return { kind: 'not-found', what: 'package' };
  if (estimate === undefined) return { kind: 'not-found', what: 'estimate' };
  const ground = (await groundOf(ports, estimate, command)) ?? NOTHING;
  return namingWho(ports, estimate, setFigures(pkg, estimate, ground, command, setting));
};
