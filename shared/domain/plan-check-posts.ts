import { type PlanProblem, problem } from './plan-problem.ts';
import type { PlanSketch } from './plan-sketch.ts';

type PostSketch = PlanSketch['people'][number]['otherPosts'][number];
type Path = readonly (string | number)[];

/** What a deputy's fields and second posts name must be in the plan; an office has one head, whichever post it is. */
export function* checkPosts({ units, activities, people }: PlanSketch): Generator<PlanProblem> {
  const offices = new Map(units.map((unit) => [unit.id, unit]));
  const codes = new Set(activities.map(({ code }) => code));
  const heads = new Map<string, number>();
  for (const { office, post } of people)
    if (office !== undefined && post === 'head') heads.set(office, (heads.get(office) ?? 0) + 1);
  const fields = function* (path: Path, held: Pick<PostSketch, 'fields'>): Generator<PlanProblem> {
    for (const [at, field] of held.fields.entries()) {
      for (const [place, unit] of field.units.entries())
        if (!offices.has(unit))
          yield problem(
            [...path, 'fields', at, 'units', place],
            `Không có đơn vị “${unit}” trong kế hoạch; hãy sửa mã.`,
            `The plan has no unit “${unit}”; correct the id.`,
          );
      for (const [place, code] of field.activities.entries())
        if (!codes.has(code))
          yield problem(
            [...path, 'fields', at, 'activities', place],
            `Không có nhiệm vụ “${code}” trong kế hoạch; hãy sửa mã.`,
            `The plan has no activity “${code}”; correct the code.`,
          );
    }
  };
  for (const [index, person] of people.entries()) {
    yield* fields(['people', index], person);
    for (const [at, other] of person.otherPosts.entries()) {
      const path = ['people', index, 'otherPosts', at];
      yield* fields(path, other);
      const { office } = other;
      if (office === undefined) continue;
      const known = offices.get(office);
      if (known === undefined || known.isGroup || office === person.office)
        yield problem(
          [...path, 'office'],
          `“${office}” không phải là một cơ quan khác trong kế hoạch; hãy sửa mã.`,
          `“${office}” is no other office of the plan; correct the id.`,
        );
      if (other.post === 'head' && (heads.get(office) ?? 0) > 0)
        yield problem(
          [...path, 'post'],
          `“${office}” đã có người đứng đầu; ghi “deputy” hoặc “officer”.`,
          `“${office}” has a head already; write “deputy” or “officer”.`,
        );
    }
  }
}

/** What a ladder ends with needs a last rung, and somebody at the post that is told. */
export function* checkLadderEnds({ ladder, ladderEnds, people }: PlanSketch): Generator<PlanProblem> {
  for (const [kind, end] of Object.entries(ladderEnds)) {
    const path = ['ladderEnds', kind];
    if (ladder.length === 0)
      yield problem(
        path,
        'Kế hoạch không có nấc nhắc việc nào, nên không có nấc cuối; hãy thêm “ladder” hoặc bỏ mục này.',
        'The plan has no rungs, so there is no last one; add a “ladder” or leave this out.',
      );
    const { office, post } = end.to;
    if (end.do !== 'escalate' || office === undefined || post === undefined) continue;
    const held = people.some((person) =>
      [person, ...person.otherPosts].some((one) => one.office === office && one.post === post),
    );
    if (!held)
      yield problem(
        [...path, 'to'],
        `Không có ai giữ chức vụ “${post}” ở “${office}”; hãy ghi một chức vụ có người giữ.`,
        `Nobody is “${post}” in “${office}”; name a post that somebody holds.`,
      );
  }
}
