import {
  type AttachedFile,
  type FileContent,
  type FileTarget,
  sameAbout,
  type StageAbout,
  type Upload,
} from '../../domain/attached-file.ts';
import { instantOf } from '../../domain/calendar.ts';
import { type ActingSetting, officesOf } from '../../domain/context.ts';
import { filedWith, refuseEstimateFiles, refuseReturnFiles, refuseStageFiles } from '../../domain/file-decisions.ts';
import {
  cycleOfReturn,
  type EstimateId,
  type PackageId,
  type ReturnId,
  type Sha256,
  roundOfPackage,
} from '../../domain/ids.ts';
import { outcomeOf, type Package } from '../../domain/package.ts';
import type { Obligation, Plan } from '../../domain/plan.ts';
import type { Return } from '../../domain/return.ts';
import type { Stored } from '../../domain/records.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { examineUpload, filesOf, linesToAttachTo } from '../file-commands.ts';
import type { CommandPorts, Session } from '../ports.ts';
import {
  enterCycle,
  enterRound,
  type InCycle,
  type InPlan,
  type InRound,
  mayEnter,
  mayReadReport,
  notFound,
  refused,
  seen,
  type Viewed,
  type Viewer,
} from './access.ts';
import { obligationIn } from './cycle-view.ts';
import { enterEstimate } from './estimate-view.ts';

/** The record whose files are looked at. */
export type FilesOf =
  | { readonly of: 'estimate'; readonly id: EstimateId }
  | { readonly of: 'package'; readonly id: PackageId }
  | { readonly of: 'return'; readonly id: ReturnId };

/** A record's files as the reader may see them, and what he may attach to: each part with what it is called. */
export type FilesRoom = (
  | (InRound & { readonly record: Stored<'estimate'> | Stored<'package'> })
  | (InCycle & { readonly record: Stored<'return'>; readonly obligation: Obligation })
) & {
  readonly files: readonly AttachedFile[];
  readonly targets: readonly FileTarget[];
  readonly lines: readonly { readonly no: number; readonly content: string }[];
  /** Why he may attach nothing. */
  readonly refusal: Refusal | undefined;
};

/** A unit sees the papers of the approval; what the stages before it keep is the offices' that see the whole round. */
export const stageFilesSeen = (
  { seesAll }: Pick<Viewer, 'seesAll'>,
  pkg: Package,
  files: readonly AttachedFile[],
): readonly AttachedFile[] =>
  files.filter(
    ({ about }) =>
      seesAll || (about.of === 'stage' && outcomeOf(pkg, about.stage, about.submission)?.kind === 'approved'),
  );

/** The stages of a package that an office may attach papers to: where it is now, and what it decided. */
export const stagesToAttachTo = (
  plan: Plan,
  { office }: Pick<Viewer, 'office'>,
  pkg: Package,
): readonly StageAbout[] => {
  const { position, outcomes } = pkg;
  const now: readonly StageAbout[] = position.state === 'ended' ? [] : [{ of: 'stage', ...positionOf(position) }];
  const before = outcomes.map(({ stage, submission }): StageAbout => ({ of: 'stage', stage, submission }));
  return [...now, ...before.toReversed()].filter(({ stage }) => officesOf(plan, stage).includes(office));
};

const positionOf = ({ stage, submission }: Package['position']) => ({ stage, submission });

const settingOf = (ports: CommandPorts, session: Session, { plan, viewer, calendar }: InPlan): ActingSetting => ({
  at: instantOf(ports.clock.now()),
  plan,
  calendar,
  hash: ports.hash,
  actor: { kind: 'person', person: session.person, office: viewer.office },
});

const ofEstimate = async (ports: CommandPorts, session: Session, id: EstimateId): Promise<Viewed<FilesRoom>> => {
  const entered = await enterEstimate(ports, session, id);
  if ('none' in entered) return entered.none;
  const { estimate, own: _, ...room } = entered.room;
  const [files, lines] = await Promise.all([filesOf(ports, estimate), linesToAttachTo(ports, estimate)]);
  const refusal = refuseEstimateFiles(estimate, settingOf(ports, session, room));
  const numbers = [null, ...lines.map(({ no }) => no)];
  const targets = numbers.map((line): FileTarget => ({ of: 'estimate', estimate: estimate.body.id, line }));
  return seen({ ...room, record: estimate, files, lines, targets: refusal === undefined ? targets : [], refusal });
};

const ofPackage = async (ports: CommandPorts, session: Session, id: PackageId): Promise<Viewed<FilesRoom>> => {
  const room = await enterRound(ports, session, roundOfPackage(id));
  const pkg = room === undefined ? undefined : await ports.store.load(session.locality, 'package', id);
  if (room === undefined || pkg === undefined || !(await mayEnter(ports, room.viewer, pkg))) return notFound('package');
  const { body } = pkg;
  const files = stageFilesSeen(room.viewer, body, await filesOf(ports, pkg));
  const stages = stagesToAttachTo(room.plan, room.viewer, body);
  const { stage, submission } = body.position;
  const refusal =
    stages.length > 0
      ? undefined
      : refuseStageFiles(body, { of: 'stage', stage, submission }, settingOf(ports, session, room));
  const targets = stages.map((about): FileTarget => ({ ...about, package: body.id }));
  return seen({ ...room, record: pkg, files, lines: [], targets, refusal });
};

/** What evidence of a report can be about: the whole, or one of its activities. */
export const targetsOfReturn = ({ id, activities }: Pick<Return, 'id' | 'activities'>): readonly FileTarget[] =>
  [null, ...activities].map((activity) => ({ of: 'return', return: id, activity }));

const ofReturn = async (ports: CommandPorts, session: Session, id: ReturnId): Promise<Viewed<FilesRoom>> => {
  const room = await enterCycle(ports, session, cycleOfReturn(id));
  const report = room === undefined ? undefined : await ports.store.load(session.locality, 'return', id);
  if (room === undefined || report === undefined) return notFound('return');
  const { body } = report;
  if (!mayReadReport(room.viewer, room, body.unit)) return refused(room, { kind: 'not-yours', offices: [body.unit] });
  const refusal = refuseReturnFiles(body, settingOf(ports, session, room));
  return seen({
    ...room,
    obligation: obligationIn(room),
    record: report,
    files: await filesOf(ports, report),
    lines: [],
    targets: refusal === undefined ? targetsOfReturn(body) : [],
    refusal,
  });
};

/** The files of an estimate, a package or a report; who may see the record may see them. */
export const filesRoom = (ports: CommandPorts, session: Session, record: FilesOf): Promise<Viewed<FilesRoom>> => {
  switch (record.of) {
    case 'estimate':
      return ofEstimate(ports, session, record.id);
    case 'package':
      return ofPackage(ports, session, record.id);
    case 'return':
      return ofReturn(ports, session, record.id);
  }
};

/** As `filesRoom`, for whoever may attach something there. */
export const attachingRoom = async (
  ports: CommandPorts,
  session: Session,
  record: FilesOf,
): Promise<Viewed<FilesRoom>> => {
  const found = await filesRoom(ports, session, record);
  if (found.kind !== 'seen' || found.view.refusal === undefined) return found;
  return refused(found.view, found.view.refusal);
};

/** An upload as a person looks at it before he attaches it. */
export type UploadView = FilesRoom & { readonly upload: Upload; readonly file: FileContent };

/** What was uploaded, by its content; nothing is recorded. */
export const uploadView = async (
  ports: CommandPorts,
  session: Session,
  record: FilesOf,
  upload: Upload,
): Promise<Viewed<UploadView>> => {
  const found = await attachingRoom(ports, session, record);
  if (found.kind !== 'seen') return found;
  const examined = await examineUpload(ports.files, session.locality, upload);
  if (!examined.ok) return refused(found.view, examined.refusal);
  return seen({ ...found.view, upload, file: examined.file });
};

/** A link to download one of a record's files. */
export const fileLink = async (
  ports: CommandPorts,
  session: Session,
  record: FilesOf,
  sha256: Sha256,
): Promise<Viewed<string>> => {
  const found = await filesRoom(ports, session, record);
  if (found.kind !== 'seen') return found;
  const file = found.view.files.find((one) => one.sha256 === sha256);
  if (file === undefined) return refused(found.view, { kind: 'not-attached' });
  return seen(await ports.files.link(session.locality, file));
};

/** What a file is on, as far as it says whether the file may leave it. */
export type Holder = { readonly pkg?: Package; readonly report?: Return };

/** Whether the reader may take this file off again: while what it belongs to is open. */
export const mayDetach = (targets: readonly FileTarget[], { pkg, report }: Holder, file: AttachedFile): boolean => {
  const { about } = file;
  switch (about.of) {
    case 'estimate':
      return targets.some(({ of }) => of === 'estimate');
    case 'stage':
      if (pkg !== undefined && outcomeOf(pkg, about.stage, about.submission) !== undefined) return false;
      return targets.some((target) => target.of === 'stage' && sameAbout(target, about));
    case 'return':
      return targets.length > 0 && report !== undefined && filedWith(report, file) === undefined;
  }
};
