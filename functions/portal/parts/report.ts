import type { ReportEntry } from '../../../shared/app/views/cycle-view.ts';
import type { Counted } from '../../../shared/app/views/cycle-counts.ts';
import { moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import type { Messages } from '../../../shared/contracts/messages/messages.ts';
import type { Obligation } from '../../../shared/domain/plan.ts';
import { airingsOf, type Unmet } from '../../../shared/domain/quotas.ts';
import type { Quota } from '../../../shared/domain/plan.ts';
import type { CameWhen, Return } from '../../../shared/domain/return.ts';
import { permilleOf, type Target, type TargetSum } from '../../../shared/domain/targets.ts';
import type { Language } from '../../../shared/domain/text.ts';
import type { Visit } from '../visit.ts';
import { path } from './html.ts';
import { type Html, html, nothing } from './html.ts';

/** When a report came in, in words. */
export const whenText = ({ t }: Visit, when: CameWhen | undefined): string => {
  if (when === undefined) return '';
  return when.kind === 'late' ? t.report.late(when.days) : t.report.on[when.kind];
};

/** What came in of a report, and who excused it where somebody did. */
export const cameCell = (visit: Visit, { report, came }: Pick<ReportEntry, 'report' | 'came'>, names: Names): Html => {
  const { t } = visit;
  const { excused } = report.body;
  const said = came === 'missing' ? html`<b>${t.report.came[came]}</b>` : html`${t.report.came[came]}`;
  return came !== 'excused' || excused === null
    ? said
    : html`${said}<span class="reason">${t.report.excusedBy(names.person(excused.by), moment(excused.at))}: ${excused.reason}</span>`;
};

/** What came in of a cycle, in one line. */
export const countsText = ({ t }: Visit, { received, nil, excused, missing, awaited, late }: Counted): string =>
  [t.report.counts(received, nil, excused, missing + awaited), ...(late === 0 ? [] : [t.report.lateOnes(late)])].join(
    '; ',
  );

/** Where an obligation's reports go, and on to. */
export const routeText = ({ t }: { readonly t: Messages }, one: Obligation, names: Names): string => {
  const to = names.units([one.recipient, ...one.alsoTo]);
  if (one.onward.length === 0)
    return one.onwardVia === undefined ? to : t.report.by(to, names.shortUnit(one.onwardVia));
  const copies = one.onwardCopies === undefined ? '' : `; ${t.report.copiesTo(names.units(one.onwardCopies))}`;
  const where = names.units(one.onward);
  const on =
    one.onwardVia === undefined ? t.report.onward(where) : t.report.onwardVia(where, names.shortUnit(one.onwardVia));
  return `${to}, ${on}${copies}`;
};

/** A quota as the plan sets it. */
export const quotaText = (t: Messages, language: Language, quota: Quota): string => {
  const { count, unit, per, minimum, durationMinutes: length } = quota;
  const airings = airingsOf(quota);
  return [
    t.report.quotaOf(count, unit[language], per, minimum),
    ...(airings === undefined ? [] : [t.report.airingsOf(airings)]),
    ...(length === undefined ? [] : [t.report.minutesOf(length.from, length.to)]),
  ].join(', ');
};

/** What a target is to reach, in words. */
export const aimText = ({ t }: Visit, { percent, bound }: Pick<Target, 'percent' | 'bound'>): string =>
  percent === undefined ? t.edition.noAim : t.report.aim(percent, bound);

/** So many of so many, with the percentage. */
export const sumText = ({ t }: Visit, sum: Pick<TargetSum, 'reached' | 'of'>): string =>
  t.report.reachedText(sum.reached, sum.of, permilleOf(sum));

/** Which spans leave a quota unmet, each with what it lacks. */
export const unmetText = (t: Messages, unmet: readonly Unmet[]): string =>
  unmet
    .map(({ span, made, owed, airings, minutes }) => {
      const lacks = [
        ...(made < owed ? [`${made}/${owed}`] : []),
        ...(airings === undefined
          ? []
          : [`${t.report.airings.toLocaleLowerCase('vi')} ${airings.made}/${airings.owed}`]),
        ...(minutes === undefined ? [] : [`${minutes.each} ${t.report.minutes.toLocaleLowerCase('vi')}`]),
      ];
      return `${t.report.span(span)} (${lacks.join(', ')})`;
    })
    .join('; ');

/** The note that names what a report leaves unmet. */
export const unmetNote = (
  { t }: Visit,
  list: readonly { readonly activity: string; readonly unmet: readonly Unmet[] }[],
): Html =>
  list.length === 0
    ? nothing
    : html`<div class="note warn"><ul>${list.map(({ activity, unmet }) => html`<li>${activity}) ${t.report.unmet(unmetText(t, unmet))}</li>`)}</ul></div>`;

/** That more time was given for a report, from when, why and by whom; nothing where none was. */
export const extendedText = ({ t }: Visit, { extended }: Pick<Return, 'extended'>, names: Names): Html =>
  extended === undefined
    ? nothing
    : html`<span class="reason">${t.report.extendedBy(shortDate(extended.from), extended.reason, names.person(extended.by), moment(extended.at))}</span>`;

/** The page of a duty over all years of its plan: how it was kept, or what its reports come to, of one activity or all. */
export const overYearsUrl = (what: 'over-years' | 'totals', obligation: string, activity?: string): string =>
  `${path('cycles', what, ...(activity === undefined ? [] : [activity]))}?${new URLSearchParams({ obligation }).toString()}`;
