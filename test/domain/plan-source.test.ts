import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { CalendarTable, PlainDate } from '../../shared/domain/calendar.ts';
import { type Deadline, dueOf } from '../../shared/domain/deadline.ts';
import { parsePlan } from '../../shared/domain/plan.ts';

const sources = new URL('../../../shared/plans/', import.meta.url);
const missing = !existsSync(sources);
const read = (base: URL, name: string): unknown => JSON.parse(readFileSync(new URL(name, base), 'utf8'));
const calendar = CalendarTable.parse(read(new URL('../../shared/calendars/', import.meta.url), 'vietnam.json'));

const Text = z.string();
const Texts = z.array(Text).default([]);
const Due = z
  .object({
    phrase: Text,
    date: Text.optional(),
    monthDay: Text.optional(),
    lastValidDate: Text.optional(),
    lastValidMonthDay: Text.optional(),
    recurs: Text.optional(),
  })
  .nullable();
type Due = z.infer<typeof Due>;

/** The facts of a source file, in its own shape. */
const Source = z.object({
  documentNumber: Text.nullable(),
  issuedDate: Text.nullable(),
  signedAs: Text.nullable(),
  signerName: Text.nullable(),
  level: Text,
  locality: z.object({ name: Text, district: Text.optional(), province: Text, successor2026: Texts }),
  period: z.object({ start: Text, end: Text.nullable() }),
  legalBases: Texts,
  citedDocuments: Texts,
  targets: z.array(z.object({ percent: z.number().optional() })),
  themes: z.array(z.object({ code: Text })),
  units: z.array(
    z.object({
      id: Text,
      name: Text,
      nameEn: Text,
      kind: Text,
      budgetRoute: Text,
      roles: Texts,
      isGroup: z.boolean().default(false),
      memberOf: Text.optional(),
      memberCount: z.number().optional(),
      aliases: Texts.optional(),
      members: Texts.optional(),
      successor2026: Text.nullish(),
    }),
  ),
  chain: z
    .object({
      cycle: Text,
      inferred: z.boolean(),
      sourceRefs: Texts,
      stages: z.array(
        z.object({
          key: Text,
          byUnits: Texts,
          byRule: Text.optional(),
          withUnits: Texts,
          to: Text.nullable(),
          deadline: Due,
          inferred: z.boolean().optional(),
        }),
      ),
    })
    .nullable(),
  budgetRules: z.array(z.object({ id: Text, appliesTo: Text.optional(), inChain: z.boolean().optional(), ref: Text })),
  reporting: z.object({
    obligations: z.array(
      z.object({
        id: Text,
        type: Text,
        reporters: Texts,
        recipient: Text,
        alsoTo: Texts,
        onward: Texts,
        onwardVia: Text.optional(),
        deadline: Due,
        onwardDeadline: Due,
        ref: Text,
      }),
    ),
  }),
  activities: z.array(
    z.object({
      code: Text,
      kind: Text,
      parent: Text.nullable(),
      leadUnits: Texts,
      coordinatingUnits: Texts,
      budgetRoute: Text.nullable(),
      schedule: Text.nullable(),
      codeInSource: Text.optional(),
      targetPercent: z.number().optional(),
      cadence: z.record(Text, z.unknown()).nullable(),
    }),
  ),
  issues: z.array(z.object({ ref: Text })),
});

const sourceDue = (due: Due) =>
  due && { phrase: due.phrase, day: due.date ?? due.monthDay, unstated: due.recurs === 'unstated' };

const ourDue = (due: Deadline | null) => {
  if (due === null) return null;
  if (due.kind === 'within') throw new Error('no source has a period');
  return {
    phrase: due.phrase,
    day: due.kind === 'before_date' ? due.date : due.monthDay,
    unstated: due.kind === 'before_date' && due.recurs === 'unstated',
  };
};

const Quota = z.object({ unit: Text, durationMinutes: z.tuple([z.number(), z.number()]).optional() }).loose();

/** A source's cadence in the product's own words. */
const renamed = (cadence: Record<string, unknown> | null) => {
  if (cadence === null) return null;
  const { quota, plus, dueBefore, ...rest } = cadence;
  const plain = quota === undefined ? undefined : Quota.parse(quota);
  const minutes = plain?.durationMinutes;
  return {
    ...rest,
    ...(dueBefore === undefined ? {} : { before: dueBefore }),
    ...(plus === 'ad_hoc' ? { plus: { kind: 'ad_hoc' } } : {}),
    ...(plus === 'five_year_closing_2025' ? { plus: { kind: 'five_year_closing', year: 2025 } } : {}),
    ...(plain === undefined
      ? {}
      : {
          quota: {
            ...plain,
            unit: expect.objectContaining({ vi: plain.unit }),
            ...(minutes === undefined ? {} : { durationMinutes: { from: minutes[0], to: minutes[1] } }),
          },
        }),
  };
};

const cases = [
  'tay-giang-2021-2025',
  'ai-thuong-2023',
  'tam-ky-2021-2025',
  'son-duong-10-10-2022',
  'quang-nam-ct07-2023',
] as const;

const both = (id: string) => {
  const ours = parsePlan(read(new URL('../../shared/plans/', import.meta.url), `${id}.json`));
  if (!ours.ok) throw new Error(id);
  return { source: Source.parse(read(sources, `${id}.json`)), ours: ours.plan };
};

describe.skipIf(missing).each(cases)(
  `%s carries its source over${missing ? ' (skipped: no ../shared/plans beside this checkout)' : ''}`,
  (id) => {
    it('in its document, period, bases, targets, themes and issues', () => {
      const { source, ours } = both(id);
      expect(ours.document).toEqual({
        number: source.documentNumber,
        issued: source.issuedDate,
        signedAs: source.signedAs,
        signer: source.signerName,
      });
      expect({ start: ours.period.start, end: ours.period.end }).toEqual(source.period);
      expect([ours.level, ours.locality.name.vi, ours.locality.province.vi, ours.locality.district?.vi]).toEqual([
        source.level,
        source.locality.name,
        source.locality.province,
        source.locality.district,
      ]);
      expect(ours.locality.successors).toEqual(source.locality.successor2026);
      expect(ours.legalBases).toEqual(source.legalBases);
      expect(ours.citedDocuments).toEqual(source.citedDocuments);
      expect(ours.targets.map(({ percent }) => percent)).toEqual(source.targets.map(({ percent }) => percent));
      expect(ours.themes.map(({ code }) => code)).toEqual(source.themes.map(({ code }) => code));
      expect(ours.issues.map(({ ref }) => ref)).toEqual(source.issues.map(({ ref }) => ref));
    });

    it('in every unit', () => {
      const { source, ours } = both(id);
      const byId = new Map(ours.units.map((unit) => [String(unit.id), unit]));
      for (const { id: unit, name, nameEn, kind, budgetRoute, roles, isGroup, ...rest } of source.units) {
        const found = byId.get(unit);
        expect(found).toMatchObject({ name: { vi: name, en: nameEn }, kind, budgetRoute, roles, isGroup });
        expect(found?.memberOf).toBe(rest.memberOf);
        expect(found?.memberCount).toBe(rest.memberCount);
        expect(found?.successor ?? null).toBe(rest.successor2026 ?? null);
        const names = (found?.members ?? []).map((member) => byId.get(member)?.name.vi ?? '');
        for (const [index, member] of (rest.members ?? []).entries()) {
          expect(names[index]?.replace('UBND xã ', '')).toBe(member);
        }
      }
    });

    it('in every activity: code, kind, parent, leads, coordinators, route, cadence and schedule', () => {
      const { source, ours } = both(id);
      expect(ours.activities).toEqual(
        source.activities.map((activity) => ({
          code: activity.code,
          kind: activity.kind,
          parent: activity.parent,
          title: expect.anything(),
          leads: activity.leadUnits,
          coordinators: activity.coordinatingUnits,
          budgetRoute: activity.budgetRoute,
          cadence: renamed(activity.cadence),
          schedule: activity.schedule ?? undefined,
          codeInSource: activity.codeInSource,
          targetPercent: activity.targetPercent,
          notes: ours.activities.find(({ code }) => code === activity.code)?.notes,
        })),
      );
    });

    it('in its chain and budget rules', () => {
      const { source, ours } = both(id);
      expect(
        ours.chain && {
          cycle: ours.chain.cycle,
          inferred: ours.chain.inferred,
          sourceRefs: ours.chain.sourceRefs,
          stages: ours.chain.stages.map((stage, index, stages) => ({
            key: stage.key,
            byUnits: stage.by,
            byRule: stage.rule && 'lead_units_with_budgetRoute_chain',
            withUnits: stage.with,
            to: stages[index + 1]?.by[0] ?? null,
            deadline: ourDue(stage.deadline),
            inferred: stage.inferred,
          })),
        },
      ).toEqual(
        source.chain && {
          ...source.chain,
          stages: source.chain.stages.map((stage) => ({ ...stage, deadline: sourceDue(stage.deadline) })),
        },
      );
      const aliases = { lead_units_with_budgetRoute_chain: 'leads_in_chain' };
      expect(
        ours.budgetRules.map(({ id: rule, units, rule: named, inChain, ref }) => [
          rule,
          named ?? units?.[0],
          inChain,
          ref,
        ]),
      ).toEqual(
        source.budgetRules.map(({ id: rule, appliesTo, inChain, ref }) => [
          rule,
          Object.entries(aliases).find(([name]) => name === appliesTo)?.[1] ?? appliesTo,
          inChain,
          ref,
        ]),
      );
    });

    it('in every obligation and its dates', () => {
      const { source, ours } = both(id);
      expect(
        ours.obligations.map((duty) => ({
          ...duty,
          notes: undefined,
          // Readings of ours, which the notes give the reason of.
          onwardCopies: undefined,
          reportsFrom: undefined,
          deadline: ourDue(duty.deadline),
          onwardDeadline: ourDue(duty.onwardDeadline),
        })),
      ).toEqual(
        source.reporting.obligations.map((duty) => ({
          ...duty,
          deadline: sourceDue(duty.deadline),
          onwardDeadline: sourceDue(duty.onwardDeadline),
        })),
      );
    });

    it('with the last valid days that the source gives', () => {
      const { source, ours } = both(id);
      const at = { year: 2022, from: PlainDate.parse('2022-01-04') };
      const last = (due: Deadline | null) => due && dueOf(calendar, due, at).day;
      const given = (due: Due) => {
        if (due === null) return null;
        return due.lastValidDate ?? `2022-${due.lastValidMonthDay ?? ''}`;
      };
      expect(ours.obligations.map(({ deadline }) => last(deadline))).toEqual(
        source.reporting.obligations.map(({ deadline }) => given(deadline)),
      );
      expect((ours.chain?.stages ?? []).map(({ deadline }) => last(deadline))).toEqual(
        (source.chain?.stages ?? []).map(({ deadline }) => given(deadline)),
      );
    });
  },
);
