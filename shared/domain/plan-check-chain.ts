import { type PlanProblem, problem } from './plan-problem.ts';
import { StageKey } from './plan-schema.ts';
import type { PlanSketch } from './plan-sketch.ts';

type Sketch<Key extends 'units' | 'activities'> = PlanSketch[Key][number];

const routeOfLeads = (routes: ReadonlySet<string>): string | undefined => {
  const [only] = routes;
  if (routes.size <= 1) return only;
  return routes.size === 2 && routes.has('own_recurrent') && routes.has('commune_budget') ? 'mixed_own' : 'mixed';
};

/** What each kind of activity must and must not have: parent, leads, and the route that follows from its leads. */
export function* checkActivities({ units, activities, chain }: PlanSketch): Generator<PlanProblem> {
  const byCode = new Map(activities.map((activity) => [activity.code, activity]));
  const routes = new Map(units.map(({ id, budgetRoute }) => [id, budgetRoute]));
  for (const [index, activity] of activities.entries()) {
    yield* checkParent(['activities', index, 'parent'], activity, byCode);
    const isWork = activity.kind === 'activity' || activity.kind === 'assigned_task';
    if (isWork && activity.leads.length === 0) {
      yield problem(
        ['activities', index, 'leads'],
        'Nhiệm vụ chưa có đơn vị chủ trì; hãy thêm ít nhất một.',
        'The activity has no lead unit; add at least one.',
      );
    }
    if (activity.kind === 'group' && activity.leads.length > 0) {
      yield problem(
        ['activities', index, 'leads'],
        'Đề mục không có đơn vị chủ trì; hãy xóa, hoặc đổi “kind”.',
        'A heading has no lead units; remove them, or change “kind”.',
      );
    }
    yield* checkRoute(['activities', index, 'budgetRoute'], activity, routes);
    if (chain === null && (activity.budgetRoute === 'chain' || activity.budgetRoute === 'mixed')) {
      yield problem(
        ['activities', index, 'budgetRoute'],
        'Kế hoạch không có chuỗi kinh phí; hãy thêm “chain” hoặc chọn nguồn khác.',
        'The plan has no chain; add “chain” or choose another route.',
      );
    }
  }
}

function* checkParent(
  path: (string | number)[],
  { code, kind, parent }: Sketch<'activities'>,
  byCode: ReadonlyMap<string | undefined, Sketch<'activities'>>,
): Generator<PlanProblem> {
  if (parent === undefined) return;
  const above = byCode.get(parent);
  if (above === undefined) {
    yield problem(
      path,
      `Không có mục “${parent}”; hãy sửa mã hoặc thêm mục đó vào “activities”.`,
      `There is no “${parent}”; correct the code or add it to “activities”.`,
    );
  } else if (above.kind !== 'group' && kind !== 'suggested_option') {
    yield problem(
      path,
      `“${parent}” không phải là đề mục (kind “group”); hãy chọn đề mục khác.`,
      `“${parent}” is no heading (kind “group”); choose another.`,
    );
  }
  const passed = new Set<string>();
  for (let at = above; at?.code !== undefined && !passed.has(at.code); at = byCode.get(at.parent)) {
    passed.add(at.code);
  }
  if (code !== undefined && passed.has(code)) {
    yield problem(path, 'Mục này nằm trong chính nó; hãy sửa “parent”.', 'It lies within itself; correct “parent”.');
  }
}

function* checkRoute(
  path: (string | number)[],
  { kind, leads, budgetRoute }: Sketch<'activities'>,
  routes: ReadonlyMap<string | undefined, string | undefined>,
): Generator<PlanProblem> {
  if (kind === 'group') {
    if (budgetRoute !== undefined) {
      yield problem(path, 'Đề mục không có nguồn kinh phí; hãy ghi null.', 'A heading has no route; write null.');
    }
    return;
  }
  if (budgetRoute === undefined) {
    yield problem(
      path,
      'Nhiệm vụ phải có nguồn kinh phí; ghi “none” nếu không có kinh phí.',
      'An activity has a route; write “none” where it costs nothing.',
    );
    return;
  }
  const found = leads.map((lead) => routes.get(lead)).filter((route) => route !== undefined);
  const expected = routeOfLeads(new Set(found));
  if (expected === undefined || found.length < leads.length) return;
  if (budgetRoute !== 'none' && budgetRoute !== expected) {
    yield problem(
      path,
      `Theo nguồn của các đơn vị chủ trì phải là “${expected}” (hoặc “none” nếu không có kinh phí).`,
      `By the routes of its leads this is “${expected}” (or “none” where it costs nothing).`,
    );
  }
}

/** Stages: their order, who does each, who locks, who submits upward. */
export function* checkChain(plan: PlanSketch): Generator<PlanProblem> {
  const { chain, units } = plan;
  if (chain === null || chain === undefined) return;
  const at = (index: number, key: string) => ['chain', 'stages', index, key];
  const groups = new Set(units.filter(({ isGroup }) => isGroup).map(({ id }) => id));
  const order: readonly (string | undefined)[] = StageKey.options;
  for (const [index, stage] of chain.stages.entries()) {
    const before = chain.stages[index - 1];
    const doubled = chain.stages.findIndex(({ key }) => key === stage.key) !== index;
    if (doubled && stage.key !== undefined) {
      yield problem(
        at(index, 'key'),
        `Bước “${stage.key}” ghi hai lần; hãy xóa một.`,
        `Stage “${stage.key}” stands twice; remove one.`,
      );
    } else if (before !== undefined && order.indexOf(stage.key) < order.indexOf(before.key)) {
      yield problem(
        at(index, 'key'),
        `Sai thứ tự; các bước xếp theo ${order.join(', ')}.`,
        `Out of order; stages go ${order.join(', ')}.`,
      );
    }
    if (stage.key === 'estimate') {
      if ((stage.rule === undefined) === (stage.by.length === 0)) {
        yield problem(
          at(index, 'by'),
          'Ghi đơn vị lập dự toán ở “by”, hoặc “rule”: “leads_in_chain”; đúng một trong hai.',
          'Name the estimating units in “by”, or “rule”: “leads_in_chain”; one of the two.',
        );
      }
    } else if (stage.by.length !== 1 || stage.rule !== undefined) {
      yield problem(
        at(index, 'by'),
        'Bước này do đúng một cơ quan thực hiện; hãy ghi một mã và không ghi “rule”.',
        'One office does this stage; name one unit and no “rule”.',
      );
    }
    for (const key of ['by', 'with'] as const) {
      for (const [place, unit] of stage[key].entries()) {
        if (groups.has(unit)) {
          yield problem(
            [...at(index, key), place],
            'Đây là một nhóm đơn vị; hãy chọn một đơn vị cụ thể.',
            'This is a group of units; name one office.',
          );
        }
      }
    }
    for (const [place, unit] of stage.with.entries()) {
      if (stage.by.length === 1 && stage.by.includes(unit)) {
        yield problem(
          [...at(index, 'with'), place],
          `“${unit}” là cơ quan chủ trì bước này nên không thể phối hợp với chính mình; hãy xóa ở “with”.`,
          `“${unit}” does this stage itself, so it is not consulted there; remove it from “with”.`,
        );
      }
    }
  }
  yield* checkEnds(plan, chain);
}

function* checkEnds(plan: PlanSketch, chain: NonNullable<PlanSketch['chain']>): Generator<PlanProblem> {
  const { stages, lockedBy } = chain;
  if (stages[0]?.key !== 'estimate' || stages.at(-1)?.key !== 'approval') {
    yield problem(
      ['chain', 'stages'],
      'Chuỗi phải bắt đầu bằng “estimate” và kết thúc bằng “approval”.',
      'The chain begins with “estimate” and ends with “approval”.',
    );
  }
  const upward = stages.filter(({ submitsUpward }) => submitsUpward);
  if (upward.length !== 1 || upward[0]?.key === 'approval') {
    yield problem(
      ['chain', 'stages'],
      'Đúng một bước trước phê duyệt phải có “submitsUpward” là true (bước trình).',
      'Exactly one stage before the approval has “submitsUpward” true (the one that submits).',
    );
  }
  const next = stages[1]?.by[0];
  if (lockedBy !== undefined && next !== undefined && lockedBy !== next) {
    yield problem(
      ['chain', 'lockedBy'],
      `Cơ quan khóa phải là cơ quan của bước sau lập dự toán (“${next}”).`,
      `The office of the stage after the estimates locks (“${next}”).`,
    );
  }
  const unknown = (chain.adjustments ?? []).findIndex(
    (key) => key === 'estimate' || !stages.some((stage) => stage.key === key),
  );
  if (unknown >= 0) {
    yield problem(
      ['chain', 'adjustments', unknown],
      'Điều chỉnh chỉ đi qua các bước sau lập dự toán có trong chuỗi này.',
      'An adjustment passes only stages of this chain after the estimates.',
    );
  } else if (chain.adjustments !== undefined && !chain.adjustments.includes('approval')) {
    yield problem(
      ['chain', 'adjustments'],
      'Điều chỉnh phải kết thúc bằng “approval”.',
      'An adjustment ends with “approval”.',
    );
  }
  const rule = stages.some(({ key, rule: named }) => key === 'estimate' && named !== undefined);
  if (rule && estimatingUnits(plan).size === 0) {
    yield problem(
      ['chain', 'stages'],
      'Không có đơn vị chủ trì nào thuộc chuỗi nên không ai lập dự toán; hãy sửa “budgetRoute” của đơn vị.',
      'No lead is on the chain’s route, so nobody would estimate; correct the units’ “budgetRoute”.',
    );
  }
}

/** Leads, and suggested members of leads, whose own route is the chain; groups without members count as themselves. */
const estimatingUnits = ({ units, activities }: PlanSketch): ReadonlySet<string> => {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const paid = activities.filter(({ budgetRoute }) => budgetRoute === 'chain' || budgetRoute === 'mixed');
  const leads = paid.flatMap((activity) => activity.leads);
  const standIn = leads.flatMap((lead) => {
    const members = byId.get(lead)?.members ?? [];
    return members.length > 0 ? members : [lead];
  });
  return new Set(standIn.filter((id) => byId.get(id)?.budgetRoute === 'chain'));
};

/** Offices that the chain waits for: each needs a head to sign off, and somebody else to prepare. */
export function* checkPeople(plan: PlanSketch): Generator<PlanProblem> {
  const { units, people, chain, standing } = plan;
  const byRule = chain?.stages.some(({ rule }) => rule !== undefined) === true;
  const acting = new Set([
    standing,
    chain?.lockedBy,
    ...(chain?.stages.flatMap(({ by }) => by) ?? []),
    ...(byRule ? estimatingUnits(plan) : []),
  ]);
  for (const [index, { id, isGroup }] of units.entries()) {
    const posts = people.filter(({ office }) => office === id).map(({ post }) => post);
    const heads = posts.filter((post) => post === 'head').length;
    if (heads > 1) {
      yield problem(
        ['units', index],
        `“${id}” có ${heads} người đứng đầu trong “people”; chỉ giữ một, người khác ghi “deputy”.`,
        `“${id}” has ${heads} heads in “people”; keep one, the others are “deputy”.`,
      );
    }
    if (id === undefined || isGroup || !acting.has(id)) continue;
    if (heads === 0) {
      yield problem(
        ['units', index],
        `“${id}” phải xử lý hồ sơ nhưng chưa có người đứng đầu; hãy thêm một người “post”: “head” vào “people”.`,
        `“${id}” has to act but has no head; add someone with “post”: “head” to “people”.`,
      );
    }
    if (!posts.some((post) => post === 'officer' || post === 'deputy')) {
      yield problem(
        ['units', index],
        `“${id}” phải xử lý hồ sơ nhưng chưa có người chuẩn bị; hãy thêm một người “officer” hoặc “deputy” vào “people”.`,
        `“${id}” has to act but has nobody to prepare; add an “officer” or a “deputy” to “people”.`,
      );
    }
  }
}
