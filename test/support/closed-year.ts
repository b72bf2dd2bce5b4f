import { toCommittee } from './at-finance.ts';
import type { BeforeCommit } from './memory-store.ts';
import { anOffice, type Office } from './office.ts';
import { packageP } from './package-p.ts';
import { aWholeRound } from './whole-round.ts';

/** Package P, approved as proposed (215.700.000 đ) and published. */
export const approvedP = async (before?: BeforeCommit, adapt?: Parameters<typeof anOffice>[3]): Promise<Office> => {
  const office = await anOffice(undefined, undefined, before, adapt);
  await toCommittee(office);
  await office.approve();
  return office;
};

/** A supplement that one unit joins and another does not; its part is returned, and comes to nothing. */
const supplementToNothing = async (office: Office): Promise<void> => {
  await office.act('tg.vhtt.cv', office.supplement(['tg.hd', 'tg.nn']));
  await office.submit('tg.hd', packageP['tg.hd']);
  const seen = (await office.estimate('tg.hd')).version;
  await office.act('tg.hd.cb', { do: 'recall-estimate', estimate: office.estimateOf('tg.hd'), seen });
  await office.submit('tg.hd', packageP['tg.hd']);
  const { package: pkg, shown } = await office.shownOf(4);
  await office.act('tg.vhtt.cv', { do: 'close-collecting', package: pkg, seen: shown });
  await office.act('tg.vhtt.cv', await office.partReturn(4, 'tg.hd'));
  await office.act('tg.vhtt.truong', { do: 'sign-off-package', ...(await office.shownOf(4)) });
  await office.signNil('tg.hd');
};

/** The morning of the last day of the budget year. */
export const LAST_DAY = '2022-12-31T02:00:00.000Z';

/** A whole round whose money was granted in two tranches, one grant taken back, and whose year was closed. */
export const aClosedYear = async (adapt?: (json: unknown) => unknown): Promise<Office> => {
  const office = await aWholeRound(adapt);
  const finance = office.someone('tg.tckh');
  await office.act(finance, await office.grant('tg.vhtt', { 'c.1': 20_000_000, 'c.2': 24_700_000 }));
  await office.act(finance, await office.grant('tg.vhtt', { 'c.1': 20_000_000 }, 2));
  await office.act(finance, await office.grant('tg.kt', { 'c.3': 18_600_000 }));
  await office.act(finance, await office.reversal('tg.vhtt', 2));
  await office.act(finance, office.adjustment([['tg.vhtt', 1, 30_000_000]]));
  const reason = 'Đề nghị tính lại';
  await office.act(office.someone('tg.tckh', 'head'), {
    do: 'withdraw-adjustment',
    ...(await office.shownOf(2)),
    reason,
  });
  await office.act(finance, office.adjustment([['tg.vhtt', 1, 20_000_000]]));
  await office.passAdjustment(3);
  await supplementToNothing(office);
  office.clock.set(LAST_DAY);
  await office.act(finance, { do: 'close-round', round: office.round, remark: 'Khóa sổ năm 2022' });
  return office;
};
