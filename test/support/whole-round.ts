import { type TickPorts, tick } from '../../shared/app/tick.ts';
import { attachToEstimate, attachToStage } from './attaching.ts';
import { commentOn, withdrawalOf } from './commenting.ts';
import { memoryLedger } from './memory-ledger.ts';
import { headsSign } from './heads-sign.ts';
import { anOffice, type Office } from './office.ts';
import { aLine, packageP } from './package-p.ts';

/** What tick takes, in an office on memory: its mails lie nowhere. */
export const tickPorts = ({ machines, ports: { addresses } }: Office): TickPorts => ({
  ...machines.steps,
  addresses,
  ledger: memoryLedger(),
  queue: { add: () => Promise.resolve() },
});

/** Lets the clock do its round, then the machines what they can. */
export const ticked = async (office: Office) => {
  const done = await tick(tickPorts(office));
  await office.machines.settle();
  return done;
};

/** A year's round in which every kind of entry occurs, executions that died included, to the published decision. */
export const aWholeRound = async (adapt: (json: unknown) => unknown = headsSign): Promise<Office> => {
  const office = await anOffice(undefined, undefined, undefined, adapt);
  await office.open();
  const of = async (unit: string) => ({
    estimate: office.estimateOf(unit),
    seen: (await office.estimate(unit)).version,
  });
  await office.act('tg.kt.cv', { do: 'save-draft', ...(await of('tg.kt')), lines: packageP['tg.kt'] });
  await office.act('tg.tckh.cv', { do: 'load-codes', plan: office.plan.id, seen: 0, text: 'Mục; 6600; Thông tin' });
  await office.act('tg.vhtt.cv', { do: 'name-submitter', round: office.round, activity: 'c.4', unit: 'tg.nn' });
  await office.submit('tg.nn', [aLine({ activity: 'c.4' })]);
  const shares = [{ unit: 'tg.kt', amount: 400_000 }];
  await office.act('tg.nn.cv', { do: 'share-activity', ...(await of('tg.nn')), activity: 'c.4', shares });
  await office.fileP();
  await office.act('tg.kt.cv', { do: 'recall-estimate', ...(await of('tg.kt')) });
  await office.act('tg.kt.cv', await office.submission('tg.kt', packageP['tg.kt']));
  await office.act('tg.kt.truong', { do: 'hand-back-estimate', ...(await of('tg.kt')), remark: 'Thiếu báo giá' });
  await office.submit('tg.kt', packageP['tg.kt']);
  const quote = attachToEstimate(office, 'tg.kt');
  await office.act('tg.kt.cv', quote);
  await office.act('tg.kt.cv', { do: 'detach-file', target: quote.target, sha256: quote.sha256 });
  const back = { reason: 'Thiếu căn cứ', due: '2022-02-22' };
  await office.act('tg.vhtt.cv', { do: 'return-estimate', ...(await of('tg.hd')), ...back });
  office.machines.kill();
  office.workingDaysLater(4);
  await ticked(office);
  await office.lock();
  await office.forward('synthesis');
  office.machines.kill();
  await ticked(office);
  await office.act('tg.vhtt.truong', await commentOn(office, 'tg.tt', 3));
  await office.act('tg.vhtt.cv', await commentOn(office, 'tg.vhtt'));
  await office.act('tg.vhtt.cv', await withdrawalOf(office, 2));
  const cut = { no: 1, amount: 38_000_000, reason: 'Dùng hội trường huyện' };
  await office.act('tg.tckh.cv', await office.figures('appraisal', 'tg.vhtt', [cut]));
  const paper = attachToStage(office, 'appraisal');
  await office.act('tg.tckh.cv', paper);
  await office.act('tg.tckh.cv', { do: 'detach-file', target: paper.target, sha256: paper.sha256 });
  await office.prepare('appraisal', 'tg.tckh.cv');
  await office.act('tg.tckh.cv', { do: 'reopen-figures', ...(await office.shown('appraisal')) });
  await office.prepare('appraisal', 'tg.tckh.cv');
  await office.act('tg.tckh.cv', { do: 'forward-package', ...(await office.shown('appraisal')), remark: '' });
  const remarked = { ...(await office.shown('appraisal')), remark: 'Xem lại mục c.1' };
  await office.act('tg.tckh.truong', { do: 'hand-back-package', ...remarked });
  await office.forward('appraisal');
  await office.returnTo('appraisal', 'Không quá 180.000.000');
  await office.forward('appraisal');
  const more = { no: 1, amount: 40_000_000, reason: 'Tổ chức ngoài trời' };
  await office.act('tg.ubnd.ct', await office.figures('approval', 'tg.vhtt', [more]));
  await office.approve();
  return office;
};
