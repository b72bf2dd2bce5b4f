import type * as z from 'zod';
import type {
  ApprovePackageCommand,
  ForwardPackageCommand,
  PrepareDecisionCommand,
  ReopenFiguresCommand,
  ReturnPackageCommand,
  SetFiguresCommand,
} from '../contracts/commands.ts';
import type { ActingSetting } from '../domain/context.ts';
import { currentVersion, figuresOf } from '../domain/estimate.ts';
import { type FigureGround, setFigures } from '../domain/figure-decisions.ts';
import type { PackageId } from '../domain/ids.ts';
import { chainLines, isMemo, isSecondClaim, type Line } from '../domain/lines.ts';
import {
  approvePackage,
  forwardPackage,
  freezePhase,
  type OpenPackage,
  prepareDecision,
  reopenPhase,
  returnPackage,
  type Shown,
} from '../domain/package-decisions.ts';
import type { Stored } from '../domain/records.ts';
import type { Decision } from '../domain/refusal.ts';
import { stageTaskId } from '../domain/task.ts';
import { readFigures, readLines, readMembers } from './content.ts';
import { loadMembers } from './package-members.ts';
import type { Ports } from './ports.ts';
import { namingWho } from './who-changed.ts';

/** Decisions on a package at its stage. */
export type DecidePackageCommand = z.infer<
  | typeof ReopenFiguresCommand
  | typeof ForwardPackageCommand
  | typeof ReturnPackageCommand
  | typeof ApprovePackageCommand
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

const decideOn = async (
  ports: Ports,
  open: OpenPackage,
  command: DecidePackageCommand,
  setting: ActingSetting,
): Promise<Decision> => {
  const members = () => readMembers(ports.store, setting.plan.locality.id, open.pkg.body.members);
  switch (command.do) {
    case 'reopen-figures':
      return reopenPhase(open.pkg, command, setting);
    case 'forward-package':
      return forwardPackage(open, await members(), command, setting);
    case 'return-package':
      return returnPackage(open, command, setting);
    case 'approve-package':
      return approvePackage(open, await members(), command, setting);
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
  submission: number,
): Promise<Ground | undefined> => {
  const version = currentVersion(body);
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
  const ground = (await groundOf(ports, estimate, command.submission)) ?? NOTHING;
  return namingWho(ports, estimate, setFigures(pkg, estimate, ground, command, setting));
};
