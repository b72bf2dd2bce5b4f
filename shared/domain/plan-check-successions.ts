import { type PlanProblem, problem } from './plan-problem.ts';
import type { PlanSketch } from './plan-sketch.ts';

type Path = readonly (string | number)[];

/** Whether following the successors of a unit comes back to it. */
const comesBack = ({ successions }: PlanSketch, unit: string): boolean => {
  const passed = new Set<string>();
  const open = [unit];
  for (let one = open.pop(); one !== undefined; one = open.pop())
    for (const { unit: from, to, duties } of successions) {
      if (from !== one) continue;
      for (const heir of [...to, ...duties.flatMap((duty) => duty.to)]) {
        if (heir === unit) return true;
        if (!passed.has(heir)) open.push(heir);
        passed.add(heir);
      }
    }
  return false;
};

/** Units that ended and who took their duties over: offices of the plan with people, each unit once, in no circle. */
export function* checkSuccessions(plan: PlanSketch): Generator<PlanProblem> {
  const { successions, units, people, obligations } = plan;
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const serve = new Set(
    people.flatMap(({ office, otherPosts }) => [office, ...otherPosts.map((other) => other.office)]),
  );
  const office = function* (path: Path, id: string): Generator<PlanProblem> {
    const unit = byId.get(id);
    if (unit === undefined || unit.isGroup)
      yield problem(
        path,
        `“${id}” không phải là một cơ quan trong kế hoạch; hãy sửa mã hoặc thêm đơn vị vào “units”.`,
        `“${id}” is no office of the plan; correct the id or add the unit to “units”.`,
      );
  };
  const heirs = function* (path: Path, to: readonly string[]): Generator<PlanProblem> {
    for (const [index, id] of to.entries()) {
      yield* office([...path, index], id);
      if (byId.has(id) && !serve.has(id))
        yield problem(
          [...path, index],
          `“${id}” nhận việc nhưng chưa có người nào; hãy thêm người vào “people”.`,
          `“${id}” takes duties over and has nobody; add its people to “people”.`,
        );
    }
  };
  for (const [index, { unit, to, duties }] of successions.entries()) {
    const path = ['successions', index];
    if (unit !== undefined) {
      yield* office([...path, 'unit'], unit);
      if (successions.findIndex((one) => one.unit === unit) < index)
        yield problem([...path, 'unit'], `“${unit}” ghi hai lần; hãy xóa một.`, `“${unit}” stands twice; remove one.`);
      if (comesBack(plan, unit))
        yield problem(
          [...path, 'to'],
          `“${unit}” lại nhận việc của chính mình qua các đơn vị kế thừa; hãy sửa vòng này.`,
          `“${unit}” takes its own duties over by way of its successors; break the circle.`,
        );
    }
    yield* heirs([...path, 'to'], to);
    for (const [at, duty] of duties.entries()) {
      yield* heirs([...path, 'duties', at, 'to'], duty.to);
      if (duty.obligation !== undefined && !obligations.some(({ id }) => id === duty.obligation))
        yield problem(
          [...path, 'duties', at, 'obligation'],
          `Không có nghĩa vụ báo cáo “${duty.obligation}”; hãy sửa mã.`,
          `The plan has no obligation “${duty.obligation}”; correct the id.`,
        );
    }
  }
}
