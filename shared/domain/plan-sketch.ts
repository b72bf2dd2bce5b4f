import * as z from 'zod';

const text = z.string().optional().catch(undefined);
const texts = z.array(z.string().catch('')).catch([]);
const flag = z.boolean().catch(false);
const whole = z.int().optional().catch(undefined);

const part = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const schema = z.object(shape);
  return schema.catch(() => schema.parse({}));
};

const list = <Item extends z.ZodType>(item: Item) => z.array(item).catch([]);

const Unit = part({ id: text, isGroup: flag, members: texts, memberOf: text, budgetRoute: text });

const Cadence = part({
  from: text,
  to: text,
  quota: part({ durationMinutes: part({ from: whole, to: whole }) }),
});

const Activity = part({
  code: text,
  kind: text,
  parent: text,
  leads: texts,
  coordinators: texts,
  budgetRoute: text,
  cadence: Cadence,
});

const Stage = part({ key: text, by: texts, rule: text, with: texts, submitsUpward: flag });

const Chain = z.object({
  lockedBy: text,
  stages: list(Stage),
  adjustments: z.array(z.string()).optional().catch(undefined),
});

const Obligation = part({
  id: text,
  reporters: texts,
  recipient: text,
  alsoTo: texts,
  onward: texts,
  onwardVia: text,
  onwardCopies: texts,
  reportsFrom: text,
});

const Field = part({ units: texts, activities: texts });

/**
 * As much of a plan as can be read from any JSON, for the checks that compare its parts: what the schema refuses is
 * left out here (and reported there), so that one slip does not hide the others.
 */
export const PlanSketch = part({
  standing: text,
  period: part({ start: text, end: text }),
  themes: list(part({ code: text })),
  targets: list(part({ code: text })),
  units: list(Unit),
  activities: list(Activity),
  budgetRules: list(part({ id: text, units: texts })),
  chain: Chain.nullish().catch(undefined),
  obligations: list(Obligation),
  successions: list(part({ unit: text, to: texts, duties: list(part({ obligation: text, to: texts })) })),
  ladder: list(part({ id: text, offset: whole, hears: texts })),
  ladderEnds: z.record(z.string(), part({ do: text, to: part({ office: text, post: text }) })).catch({}),
  people: list(
    part({
      id: text,
      office: text,
      post: text,
      email: text,
      fields: list(Field),
      otherPosts: list(part({ office: text, post: text, fields: list(Field) })),
    }),
  ),
});
export type PlanSketch = z.infer<typeof PlanSketch>;
