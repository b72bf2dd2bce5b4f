import type { TaskSummary } from '../../../shared/app/views/task-summary.ts';
import { packageNumber } from '../../../shared/contracts/messages/names.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import type { Messages } from '../../../shared/contracts/messages/messages.ts';
import { isReportWork, type Task } from '../../../shared/domain/task.ts';
import type { Visit } from '../visit.ts';

/** What a task asks for, apart from which submission: `Thẩm định hồ sơ số 1 năm 2022`. */
export const plainTitle = (t: Messages, { kind, subject, forSignature }: Task, year: number): string =>
  (forSignature === true ? t.signing : t.home).task[kind](
    year,
    subject.of === 'package' ? packageNumber(subject.package).number : '',
  );

/** What a task asks for: `Thẩm định hồ sơ số 1 năm 2022, lần trình 1`. */
export const taskTitle = (
  { t }: Visit,
  { task, year, money: about }: Pick<TaskSummary, 'task' | 'year' | 'money'>,
): string => {
  const { subject } = task.body;
  const plain = plainTitle(t, task.body, year);
  if (about?.of === 'edition') {
    const report = t.report.name(about.type, year, about.number);
    const { kind, forSignature } = task.body;
    if (forSignature === true) return `${t.edition.sign}: ${report}`;
    return `${isReportWork(kind) ? t.home.act[kind] : ''}: ${report}`;
  }
  if (about?.of === 'return')
    return task.body.forSignature === true
      ? `${t.report.sign}: ${t.report.name(about.type, year, about.number)}`
      : t.report.task(about.type, year, about.number);
  const title = about?.of === 'package' && about.adjusts ? t.adjustment.taskTitle(plain) : plain;
  return subject.of === 'package' ? `${title}, ${t.formats.submission(subject.submission)}` : title;
};

/** How much a task is about, in one line. */
export const taskMoney = ({ t }: Visit, { money: about }: TaskSummary): string => {
  if (about === null) return '';
  switch (about.of) {
    case 'estimate':
      if (about.total === null) return t.home.nothingTyped;
      if (about.draft) return t.home.draft(money(about.total));
      return about.counts ? t.home.submitted(money(about.total)) : t.home.notCounted(money(about.total));
    case 'edition':
      return t.edition.formedOf(about.edition, about.units);
    case 'return':
      return about.draft && about.cameIn !== 'received' ? t.home.draftReport : t.report.came[about.cameIn];
    case 'round':
      return [t.round.counts(about.counts), ...(about.counts.submitted === 0 ? [] : [money(about.total)])].join(' · ');
    case 'package': {
      const { proposed, appraised, approved } = about.totals;
      const now = approved;
      return proposed === now && appraised === now
        ? t.home.proposedOnly(money(proposed))
        : t.home.proposedNow(money(proposed), money(now));
    }
  }
};
