import { describe, expect, it } from 'vitest';
import { readEntry } from '../../shared/domain/journal.ts';
import { cameWhen } from '../../shared/domain/return.ts';
import { anOffice } from '../support/office.ts';
import { problem, refused } from '../support/refused.ts';
import { at, facts, fileReport, inMay, nilReport, reportOf, sound } from '../support/reporting.ts';
import { ticked } from '../support/whole-round.ts';

describe('the end of the waiting', () => {
  it('comes once everything is in: no day is waited for', async () => {
    const office = await inMay();
    const cycle = await office.load('cycle', office.cycleOf('tg.r6'));
    for (const stream of [...office.memory.records.keys()].filter((key) => key.includes('#return#'))) {
      const unit = stream.split(':').at(-1) ?? '';
      await nilReport(office, 'tg.r6', unit, 'Chưa triển khai');
    }
    await ticked(office);
    const { body } = await office.load('cycle', cycle.id);
    expect(body).toMatchObject({ phase: 'consolidated', cut: { cause: 'all-in', by: null } });
    await sound(office);
  });

  it('comes with the end of its day, names what is missing, and chases it no more; a late one amends', async () => {
    const office = await inMay();
    await fileReport(office, 'tg.r6', 'tg.lang');
    at(office, '2022-06-03T16:59:00.000Z');
    await ticked(office);
    expect((await office.load('cycle', office.cycleOf('tg.r6'))).body.phase).toBe('collecting');
    at(office, '2022-06-03T17:00:00.000Z');
    await ticked(office);
    expect((await office.load('cycle', office.cycleOf('tg.r6'))).body).toMatchObject({
      phase: 'consolidated',
      cut: { cause: 'cut-off' },
    });
    const missing = await reportOf(office, 'tg.r6', 'tg.trhy');
    expect(missing.body.cut).toMatchObject({ version: null });
    expect((await office.load('task', missing.body.task)).body.state).toBe('lapsed');
    expect((await reportOf(office, 'tg.r6', 'tg.lang')).body.cut).toMatchObject({ version: 1 });
    await fileReport(office, 'tg.r6', 'tg.trhy');
    const late = await reportOf(office, 'tg.r6', 'tg.trhy');
    expect(late.body.versions).toMatchObject([{ n: 1, amends: true }]);
    expect(cameWhen(late.body)).toEqual({ kind: 'late', days: 4 });
    await sound(office);
  });

  it('is ordered by the office before its day, once', async () => {
    const office = await inMay();
    const { id, version } = await office.load('cycle', office.cycleOf('tg.r6'));
    expect(await refused(office, 'tg.kt.cv', { do: 'cut-cycle', cycle: id, seen: version })).toMatchObject({
      kind: 'not-yours',
    });
    await office.act('tg.vhtt.cv', { do: 'cut-cycle', cycle: id, seen: version });
    expect((await office.load('cycle', id)).body.cut).toMatchObject({ cause: 'office', by: 'tg.vhtt.cv' });
    expect(await refused(office, 'tg.vhtt.cv', { do: 'cut-cycle', cycle: id, seen: version })).toMatchObject({
      kind: 'cut-already',
      cause: 'office',
    });
  });

  it('is taken to its end after a crash at any report and by a new execution where the old one is gone', async () => {
    let left = Number.POSITIVE_INFINITY;
    const office = await anOffice('tay-giang-2021-2025', '2022-05-03T01:00:00.000Z', ({ writes }) => {
      if (writes.some(({ entry }) => readEntry(entry)?.event.type === 'ReturnCut')) left -= 1;
      if (left === 0) throw new Error('The process is gone.');
    });
    await ticked(office);
    at(office, '2022-06-04T01:00:00.000Z');
    left = 5;
    await expect(ticked(office)).rejects.toThrow('The process is gone.');
    left = Number.POSITIVE_INFINITY;
    office.machines.kill();
    at(office, '2022-06-04T02:00:00.000Z');
    await ticked(office);
    expect((await office.load('cycle', office.cycleOf('tg.r6'))).body).toMatchObject({
      phase: 'consolidated',
      attempt: 2,
    });
    await sound(office);
  });
});

describe('more time', () => {
  it('is given by whoever the reports go to, within the cut-off, and makes what comes by then “extended”', async () => {
    const office = await inMay();
    at(office, '2022-05-31T01:00:00.000Z');
    const { body } = await reportOf(office, 'tg.r6', 'tg.lang');
    const { version } = await office.load('task', body.task);
    const more = {
      do: 'extend-task',
      case: office.cycleOf('tg.r6'),
      task: body.task,
      seen: version,
      reason: 'Mất điện',
    };
    expect(await refused(office, 'tg.vhtt.cv', { ...more, due: '2022-06-10' })).toEqual(
      problem('due', 'after-lock', { latest: '2022-06-03' }),
    );
    await office.act('tg.vhtt.cv', { ...more, due: '2022-06-02' });
    at(office, '2022-06-02T02:00:00.000Z');
    await fileReport(office, 'tg.r6', 'tg.lang');
    expect(await facts(office, 'tg.r6', 'tg.lang')).toEqual(['received', { kind: 'extended' }]);
    await sound(office);
  });
});
