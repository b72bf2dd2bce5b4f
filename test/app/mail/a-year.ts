import { TaskId } from '../../../shared/domain/ids.ts';
import { executeAsSystem, settingOf } from '../../../shared/app/system-command.ts';
import { climbLadder } from '../../../shared/domain/task-decisions.ts';
import type { Office } from '../../support/office.ts';
import { packageP } from '../../support/package-p.ts';

/** Lets the clock's round look at every task that is due now. */
export const climb = async (office: Office): Promise<void> => {
  const { ports, store, locality, clock, round } = office;
  const now = clock.now().toISOString();
  const record = await office.load('round', round);
  const content = record.body.planContent;
  const setting = await settingOf(ports, locality, content);
  for (const id of await store.listCase(locality, 'task', round)) {
    const task = await office.load('task', TaskId.parse(id));
    if (task.body.state !== 'open' || task.body.nextRungAt > now) continue;
    await executeAsSystem(ports, { locality, part: 'tick', once: ['remind', id, now] }, (at) =>
      Promise.resolve(climbLadder(task, record, setting(at))),
    );
  }
};

/**
 * A year that causes every kind of mail: Package P with one estimate returned, Phòng NN&PTNT silent and VHTT a nil,
 * cuts by Finance, one return by the Committee, an amount above the appraised one, and the result.
 */
export const aYear = async (
  office: Office,
  upTo: 'lock' | 'appraisal' | 'publication' = 'publication',
): Promise<void> => {
  await office.open();
  for (const unit of ['tg.tt', 'tg.kt', 'tg.hd'] as const) await office.submit(unit, packageP[unit]);
  await office.signNil('tg.gd', 'Đã lồng ghép trong dự toán của ngành');
  const { version } = await office.estimate('tg.kt');
  await office.act(office.someone('tg.vhtt'), {
    do: 'return-estimate',
    estimate: office.estimateOf('tg.kt'),
    seen: version,
    reason: 'Thiếu căn cứ đơn giá hội thảo.\nĐề nghị bổ sung.',
    due: office.today(),
  });
  office.workingDaysLater(2);
  await climb(office);
  await office.submit('tg.kt', packageP['tg.kt']);
  await office.submit('tg.vhtt', packageP['tg.vhtt']);
  await office.lock();
  if (upTo === 'lock') return;
  await office.forward('synthesis');
  const cut = { no: 3, amount: 24_000_000, reason: 'Đơn giá clip theo định mức 12.000.000' };
  await office.act(office.someone('tg.tckh'), await office.figures('appraisal', 'tg.tt', [cut]));
  const less = { no: 1, amount: 38_000_000, reason: 'Giảm quy mô ngày hội' };
  await office.act(office.someone('tg.tckh'), await office.figures('appraisal', 'tg.vhtt', [less]));
  await office.forward('appraisal');
  if (upTo === 'appraisal') return;
  await office.returnTo('appraisal', 'Đề nghị giải trình phần giảm của Phòng VHTT');
  await office.forward('appraisal');
  const more = { no: 1, amount: 40_000_000, reason: 'Giữ quy mô cấp huyện' };
  await office.act(office.someone('tg.ubnd', 'head'), await office.figures('approval', 'tg.vhtt', [more]));
  await office.approve();
};
