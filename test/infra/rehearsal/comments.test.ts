import { expect, it } from 'vitest';
import { RehearsedAction } from '../../../shared/contracts/rehearsal.ts';
import { readSample, rehearsed } from '../../support/rehearsing.ts';

const options = readSample('tay-giang-comments');
const sample = options.rehearsal;
const run = (rehearsal = sample) => rehearsed(options, rehearsal);

it('the sample of comments: the Culture office speaks in both lần, Finance decides, it is told once each time', async () => {
  const { report, story } = await run(sample);
  expect(report.totals).toEqual({ proposed: 91_700_000, appraised: 87_700_000, approved: 87_700_000 });
  expect(report).toMatchObject({ submissions: 2, published: true });
  expect(story).toContain('Trưởng phòng VHTT: ý kiến phối hợp về dòng 1 của tg.hd: Nên tổ chức trực tuyến');
  expect(story).toContain('Trưởng phòng VHTT: ý kiến phối hợp về dự toán của tg.vhtt: Đã rà soát');
  expect(story).toContain('Chuyên viên Phòng VHTT: ý kiến phối hợp về dòng 1 của tg.vhtt: Có thể dùng hội trường');
  expect(report.mails.filter(({ subject }) => subject.startsWith('Cho ý kiến phối hợp'))).toHaveLength(2);
}, 60_000);

it('stops at a comment after the figures went on, and says so', async () => {
  const late = RehearsedAction.parse({
    at: '2022-03-03 09:00',
    by: 'tg.vhtt.cv',
    do: 'comment',
    unit: 'tg.hd',
    line: 1,
    text: 'Muộn',
  });
  await expect(run({ ...sample, actions: [...sample.actions.slice(0, 6), late] })).rejects.toThrow(
    /comment by .* is refused: The plan does not have your office consulted at the approval/,
  );
}, 60_000);
