import * as z from 'zod';
import { AttachedFile } from '../domain/attached-file.ts';
import { LineComment } from '../domain/comment.ts';
import { BudgetCode } from '../domain/budget-codes.ts';
import { CalendarDay } from '../domain/calendar.ts';
import { DraftLine } from '../domain/draft.ts';
import type { PagesRef } from '../domain/estimate.ts';
import { CycleUnit } from '../domain/cycle.ts';
import { ActivityTotal, Batch, EditionMember, SilentRow, SourceRow, UnitWords } from '../domain/edition.ts';
import { Figure } from '../domain/figures.ts';
import type { LocalityId, Sha256 } from '../domain/ids.ts';
import { Line } from '../domain/lines.ts';
import { Member } from '../domain/package.ts';
import { itemInParts, readPage } from '../domain/pages.ts';
import { Plan } from '../domain/plan.ts';
import { AdjustedLine } from '../domain/adjustment-decisions.ts';
import { ReturnDraft, ReturnItem } from '../domain/return-content.ts';
import { RoundUnit } from '../domain/round.ts';
import { Lapse } from '../domain/round-closing.ts';
import { RedatedTask } from '../domain/working-calendar.ts';
import { PermanentError } from './faults.ts';
import type { Store } from './ports.ts';

type PageReader = Pick<Store, 'readPage'>;

const bytesOf = async (store: PageReader, locality: LocalityId, hash: Sha256): Promise<string> => {
  const bytes = await store.readPage(locality, hash);
  if (bytes === undefined) throw new PermanentError(`The page ${hash} of ${locality} is not in the store.`);
  return bytes;
};

const itemsOf = async (store: PageReader, locality: LocalityId, root: Sha256): Promise<readonly unknown[]> => {
  const page = readPage(await bytesOf(store, locality, root));
  if ('items' in page) return page.items;
  if ('text' in page) throw new PermanentError(`The page ${root} of ${locality} is a part of an item, not a list.`);
  if ('parts' in page) {
    const texts = await Promise.all(page.parts.map((hash) => bytesOf(store, locality, hash)));
    return [itemInParts(texts.map(readPage))];
  }
  const parts = await Promise.all(page.pages.map((hash) => itemsOf(store, locality, hash)));
  return parts.flat();
};

const reader =
  <T>(schema: z.ZodType<T>) =>
  async (store: PageReader, locality: LocalityId, ref: PagesRef): Promise<readonly T[]> =>
    (await itemsOf(store, locality, ref.root)).map((item) => schema.parse(item));

/** A submitted version's lines. */
export const readLines = reader(Line);
/** A draft's lines, as typed. */
export const readDraftLines = reader(DraftLine);
/** A stage's figures of one estimate. */
export const readFigures = reader(Figure);
/** A package's members. */
export const readMembers = reader(Member);
/** The files attached to an estimate or a package. */
export const readFiles = reader(AttachedFile);
/** What consulted offices commented on a package. */
export const readComments = reader(LineComment);
/** The units of a round. */
export const readRoundUnits = reader(RoundUnit);

/** The units that owe a report in a cycle. */
export const readCycleUnits = reader(CycleUnit);
/** A unit's report: its words, then a row an activity. */
export const readReturn = reader(ReturnItem);
/** A report as typed; one item. */
export const readReturnDraft = reader(ReturnDraft);

/** The reports that an edition is put together from. */
export const readEditionMembers = reader(EditionMember);
/** An edition's totals by activity. */
export const readEditionTotals = reader(ActivityTotal);
/** What units said in words, in an edition. */
export const readEditionWords = reader(UnitWords);

/** What one step of an edition gathered. */
export const readBatch = async (store: PageReader, locality: LocalityId, root: Sha256): Promise<Batch> => {
  const [item] = await itemsOf(store, locality, root);
  return Batch.parse(item);
};

/** What an office wrote beside the numbers of an edition. */
export const readNarrative = async (store: PageReader, locality: LocalityId, ref: PagesRef): Promise<string> =>
  z.string().parse((await itemsOf(store, locality, ref.root))[0]);

/** The rows that a total of an edition is the sum of. */
export const readSourceRows = async (
  store: PageReader,
  locality: LocalityId,
  roots: readonly Sha256[],
): Promise<readonly SourceRow[]> =>
  (await Promise.all(roots.map((root) => itemsOf(store, locality, root)))).flat().map((item) => SourceRow.parse(item));

/** The money that a total of an edition counts of units that said nothing. */
export const readSilentRows = async (
  store: PageReader,
  locality: LocalityId,
  roots: readonly Sha256[],
): Promise<readonly SilentRow[]> =>
  (await Promise.all(roots.map((root) => itemsOf(store, locality, root)))).flat().map((item) => SilentRow.parse(item));

/** The rows of a working calendar. */
export const readCalendarRows = reader(CalendarDay);
/** The tasks that a change of the calendar re-dated. */
export const readRedated = reader(RedatedTask);

/** The rows of a budget index. */
export const readBudgetCodes = reader(BudgetCode);
/** The lines of an adjustment with their figures before and after. */
export const readAdjustedLines = reader(AdjustedLine);
/** What lapsed of a round that is closed, unit by unit. */
export const readLapses = reader(Lapse);

const plans = new Map<Sha256, Plan>();

/** A plan's content by its hash. Content never changes under its hash, so a process reads each once. */
export const readPlan = async (store: PageReader, locality: LocalityId, content: Sha256): Promise<Plan> => {
  const known = plans.get(content);
  if (known?.locality.id === locality) return known;
  const [item] = await itemsOf(store, locality, content);
  const plan = Plan.parse(item);
  plans.set(content, plan);
  return plan;
};
