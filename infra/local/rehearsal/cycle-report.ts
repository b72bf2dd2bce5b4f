import { cyclesOfPlan, returnsOf } from '../../../shared/app/cycle-steps.ts';
import { readEditionTotals, readEditionWords } from '../../../shared/app/content.ts';
import { targetsSeen } from '../../../shared/app/views/edition-targets.ts';
import { money, shortDate } from '../../../shared/contracts/messages/format.ts';
import { messagesIn } from '../../../shared/contracts/messages/messages.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import type { RehearsedCycle } from '../../../shared/contracts/rehearsed-reports.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { Edition } from '../../../shared/domain/edition.ts';
import { sumOf } from '../../../shared/domain/counts.ts';
import { wholeIn } from '../../../shared/domain/over-years.ts';
import { permilleOf } from '../../../shared/domain/targets.ts';
import { editionIdOf } from '../../../shared/domain/ids.ts';
import { obligationOf } from '../../../shared/domain/obligations.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import type { Stored } from '../../../shared/domain/records.ts';
import { cameIn, cameWhen } from '../../../shared/domain/return.ts';
import type { Language } from '../../../shared/domain/text.ts';
import type { Stage } from './perform.ts';

const unitsOf = (reports: readonly Stored<'return'>[], now: Date): RehearsedCycle['units'] =>
  reports.map(({ body }) => {
    const when = cameWhen(body);
    return {
      unit: body.unit,
      came: cameIn(body, instantOf(now)),
      when: when?.kind ?? null,
      daysLate: when?.kind === 'late' ? when.days : 0,
      versions: body.versions.length,
    };
  });

/** What an edition says in figures. */
const figuresOf = async (
  { store, plan }: Stage,
  { content, locality }: Edition,
): Promise<Pick<RehearsedCycle['editions'][number], 'totals' | 'targets'>> => {
  if (content === null) return { totals: [], targets: [] };
  const [totals, words] = await Promise.all([
    readEditionTotals(store, locality, content.totals),
    readEditionWords(store, locality, content.words),
  ]);
  return {
    totals: totals.map((total) => ({
      activity: total.activity,
      done: total.done.sum,
      whole: wholeIn(total).sum,
      spent: total.spent,
      memo: total.memo,
      approved: total.money.approved,
      granted: total.money.granted,
    })),
    targets: targetsSeen(plan, words, undefined).flatMap(({ target, sum: { reached, of } }) =>
      of === 0 ? [] : [{ target: target.code, reached, of }],
    ),
  };
};

const editionsOf = async (stage: Stage, { body }: Stored<'cycle'>): Promise<RehearsedCycle['editions']> => {
  const { store, plan } = stage;
  const ids = Array.from({ length: body.editions }, (_, index) => editionIdOf(body.id, index + 1));
  const editions = await store.loadAll(plan.locality.id, 'edition', ids);
  return Promise.all(
    editions.map(async ({ body: edition }) => {
      const { number, changes, sending } = edition;
      return {
        number,
        added: changes?.added ?? [],
        replaced: changes?.replaced ?? [],
        signed: (sending?.signed ?? null) !== null,
        sent: sending?.sent?.paper ?? null,
        receipts: (sending?.receipts ?? []).map(({ recipient }) => recipient),
        ...(await figuresOf(stage, edition)),
      };
    }),
  );
};

/** What an edition comes to in money and against the plan's targets, a line each. */
const editionLines = (
  { totals, targets }: RehearsedCycle['editions'][number],
  plan: Plan,
  language: Language,
): readonly string[] => {
  const { report, edition: said } = messagesIn(language);
  const of = (name: 'approved' | 'granted' | 'spent' | 'memo'): number => sumOf(totals, (one) => one[name]);
  const [, , approved = '', granted = '', spent = '', memo = ''] = said.money;
  const moneys = [
    [approved, of('approved')],
    [granted, of('granted')],
    [spent, of('spent')],
    [memo, of('memo')],
  ] as const;
  const had = moneys.filter(([, dong]) => dong > 0).map(([name, dong]) => `${name} ${money(dong)}`);
  return [
    ...(had.length === 0 ? [] : [`    ${had.join('; ')}`]),
    ...targets.map((one) => {
      const text = plan.targets.find(({ code }) => code === one.target)?.text[language] ?? one.target;
      return `    ${text}: ${report.reachedText(one.reached, one.of, permilleOf(one))}`;
    }),
  ];
};

/** Every cycle of reports of the rehearsed year, soonest due first. */
export const cyclesOf = async (stage: Stage, year: number): Promise<readonly RehearsedCycle[]> => {
  const { store, plan, runtime } = stage;
  const locality = plan.locality.id;
  const cycles = await cyclesOfPlan({ store }, locality, plan.id);
  const own = cycles
    .filter(({ body }) => body.year === year)
    .toSorted((a, b) => (`${a.body.due}${a.id}` < `${b.body.due}${b.id}` ? -1 : 1));
  return Promise.all(
    own.map(async (cycle): Promise<RehearsedCycle> => {
      const { body } = cycle;
      const units = unitsOf(await returnsOf({ store }, cycle), runtime.timeline.now());
      return {
        cycle: body.id,
        obligation: body.obligation,
        number: body.number,
        due: body.due,
        cutOff: body.cutOff,
        phase: body.phase,
        cut: body.cut === null ? null : { cause: body.cut.cause, at: body.cut.at },
        unnamed: body.unnamed,
        units,
        late: units.filter(({ when }) => when === 'late').map(({ unit }) => unit),
        missing: units.filter(({ came }) => came === 'missing').map(({ unit }) => unit),
        editions: await editionsOf(stage, cycle),
      };
    }),
  );
};

/** The year's reports in words, at the story's end. */
export const cycleLines = (cycles: readonly RehearsedCycle[], plan: Plan, language: Language): string[] => {
  const { report, edition: said } = messagesIn(language);
  const names = namesOf(plan, language);
  return cycles.flatMap(({ cycle, obligation: id, number, due, units, late, missing, unnamed, editions }) => {
    const type = obligationOf(plan, id)?.type ?? 'ad_hoc';
    const year = Number(/\.(\d{4})\./.exec(cycle)?.[1]);
    const count = (came: string): number => units.filter((unit) => unit.came === came).length;
    return [
      '',
      `${report.cycleTitle(type, year, number)}: ${report.due} ${shortDate(due)}`,
      `  ${report.counts(count('received'), count('nil'), count('excused'), count('missing') + count('not-due'))}`,
      ...late.map(
        (unit) => `  ${names.shortUnit(unit)}: ${report.late(units.find((one) => one.unit === unit)?.daysLate ?? 0)}`,
      ),
      ...(missing.length === 0 ? [] : [`  ${report.came.missing}: ${names.units(missing)}`]),
      ...(unnamed.length === 0 ? [] : [`  ${report.unnamed(names.units(unnamed))}`]),
      ...editions.flatMap((edition) => {
        const { number: n, sent } = edition;
        const how =
          sent === null ? '' : `: ${said.sent(sent.number, shortDate(sent.date), said.channels[sent.channel])}`;
        return [`  ${said.other(n)}${how}`, ...editionLines(edition, plan, language)];
      }),
    ];
  });
};
