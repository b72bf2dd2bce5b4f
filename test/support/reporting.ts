import { expect } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { Instant } from '../../shared/domain/calendar.ts';
import { type CameIn, cameIn, type CameWhen, cameWhen } from '../../shared/domain/return.ts';
import type { ReturnDraft } from '../../shared/domain/return-content.ts';
import { scanOf } from './memory-scan.ts';
import { anOffice, type Office } from './office.ts';
import { ticked } from './whole-round.ts';

type Row = ReturnDraft['rows'][number];

/** A row of a report as typed: done as planned, unless said otherwise. */
export const aRow = (activity: string, more: Partial<Row> = {}): Row => ({
  activity,
  progress: 'done',
  planned: '2',
  done: '2',
  estimated: '',
  spent: '',
  counts: [],
  remark: '',
  actual: '',
  ...more,
});

/** A report as typed, of these rows. */
export const aReport = (rows: readonly Row[], more: Partial<ReturnDraft> = {}): ReturnDraft => ({
  summary: 'Đã thực hiện theo kế hoạch.',
  difficulties: '',
  proposals: '',
  links: '',
  targets: [],
  rows: [...rows],
  ...more,
});

/** A unit's report in this year's first cycle of an obligation. */
export const reportOf = (office: Office, obligation: string, unit: string) =>
  office.load('return', office.returnOf(obligation, unit));

/** Sets the clock. */
export const at = (office: Office, iso: string): void => office.clock.set(Instant.parse(iso));

/** The two facts of a report by now: what came in, and when. */
export const facts = async (
  office: Office,
  obligation: string,
  unit: string,
): Promise<readonly [CameIn, CameWhen | undefined]> => {
  const { body } = await reportOf(office, obligation, unit);
  return [cameIn(body, Instant.parse(office.clock.now().toISOString())), cameWhen(body)];
};

/** The whole store verifies. */
export const sound = async (office: Office): Promise<void> =>
  expect((await verifyStore(scanOf(office.memory), sha256)).faults).toEqual([]);

/** Tây Giang on 3 May 2022, when the half-yearly cycle has opened by itself. */
export const inMay = async (): Promise<Office> => {
  const office = await anOffice('tay-giang-2021-2025', '2022-05-03T01:00:00.000Z');
  await ticked(office);
  return office;
};

/** The same, with Package P approved in February and granted to a unit as said. */
export const inMayWithMoney = async (unit: string, granted: Readonly<Record<string, number>>): Promise<Office> => {
  const office = await anOffice('tay-giang-2021-2025', '2022-02-14T01:00:00.000Z');
  await office.open();
  await office.fileP();
  await office.lock();
  await office.forward('synthesis');
  await office.forward('appraisal');
  await office.approve();
  await office.act('tg.tckh.cv', await office.grant(unit, granted));
  at(office, '2022-05-03T01:00:00.000Z');
  await ticked(office);
  return office;
};

/** The request to file a unit's report. */
export const filing = async (office: Office, obligation: string, unit: string, typed: ReturnDraft) => {
  const { id, version } = await reportOf(office, obligation, unit);
  return { do: 'file-return', return: id, seen: version, typed };
};

/** The request to say that a unit has nothing to report. */
export const nilling = async (office: Office, obligation: string, unit: string, reason: string) => {
  const { id, version } = await reportOf(office, obligation, unit);
  return { do: 'nil-return', return: id, seen: version, reason };
};

/** The head of a unit signs what lies with him. */
export const signReport = async (office: Office, obligation: string, unit: string): Promise<void> => {
  const { id, version } = await reportOf(office, obligation, unit);
  await office.act(office.someone(unit, 'head'), { do: 'sign-return', return: id, seen: version });
};

/** The rows that a unit owes, each done as planned. */
export const rowsOwed = async (office: Office, obligation: string, unit: string): Promise<Row[]> =>
  (await reportOf(office, obligation, unit)).body.activities.map((code) => aRow(code));

/** An officer files a whole report and the head signs it. */
export const fileReport = async (
  office: Office,
  obligation: string,
  unit: string,
  rows?: readonly Row[],
  more: Partial<ReturnDraft> = {},
): Promise<void> => {
  const typed = aReport(rows ?? (await rowsOwed(office, obligation, unit)), more);
  await office.act(office.someone(unit), await filing(office, obligation, unit, typed));
  if ((await reportOf(office, obligation, unit)).body.prepared !== undefined)
    await signReport(office, obligation, unit);
};

/** An officer says that there is nothing, and the head signs it. */
export const nilReport = async (office: Office, obligation: string, unit: string, reason: string): Promise<void> => {
  await office.act(office.someone(unit), await nilling(office, obligation, unit, reason));
  if ((await reportOf(office, obligation, unit)).body.prepared !== undefined)
    await signReport(office, obligation, unit);
};
