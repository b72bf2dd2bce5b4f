import { type PlanProblem, problem } from './plan-problem.ts';
import type { PlanSketch } from './plan-sketch.ts';

type Path = readonly (string | number)[];

/** Every text of the JSON that is not in Unicode's composed form (NFC), or that begins or ends with a space. */
export function* checkTexts(json: unknown, path: Path = []): Generator<PlanProblem> {
  if (typeof json === 'string') {
    if (json.normalize('NFC') !== json) {
      yield problem(
        path,
        'Chữ có dấu chưa ở dạng dựng sẵn (NFC); hãy chuyển mã rồi lưu lại.',
        'The text is not in composed form (NFC); convert and save it again.',
      );
    }
    if (json.trim() !== json) {
      yield problem(path, 'Thừa khoảng trắng ở đầu hoặc cuối; hãy xóa.', 'A space at the beginning or end; remove it.');
    }
  } else if (Array.isArray(json)) {
    for (const [index, value] of json.entries()) yield* checkTexts(value, [...path, index]);
  } else if (typeof json === 'object' && json !== null) {
    for (const [key, value] of Object.entries(json)) yield* checkTexts(value, [...path, key]);
  }
}

/** Ids and codes that stand twice where each may stand once; letter case aside, so that mail finds one person. */
export function* checkDoubles({
  units,
  activities,
  obligations,
  budgetRules,
  people,
  themes,
  targets,
}: PlanSketch): Generator<PlanProblem> {
  const lists: [string, string, (string | undefined)[]][] = [
    ['units', 'id', units.map(({ id }) => id)],
    ['activities', 'code', activities.map(({ code }) => code)],
    ['obligations', 'id', obligations.map(({ id }) => id)],
    ['budgetRules', 'id', budgetRules.map(({ id }) => id)],
    ['themes', 'code', themes.map(({ code }) => code)],
    ['targets', 'code', targets.map(({ code }) => code)],
    ['people', 'id', people.map(({ id }) => id)],
    ['people', 'email', people.map(({ email }) => email?.toLowerCase())],
  ];
  for (const [list, key, values] of lists) {
    for (const [index, value] of values.entries()) {
      if (value === undefined || values.indexOf(value) === index) continue;
      const first = `${list}[${values.indexOf(value)}]`;
      yield problem(
        [list, index, key],
        `“${value}” đã dùng ở ${first}; hãy đặt giá trị khác hoặc xóa một mục.`,
        `“${value}” already stands in ${first}; give it another value or remove one.`,
      );
    }
  }
}

/** References that name no unit of the plan, and lists that name one twice. */
export function* checkReferences(plan: PlanSketch): Generator<PlanProblem> {
  const known = new Set(plan.units.map(({ id }) => id));
  const one = function* (path: Path, id: string | undefined): Generator<PlanProblem> {
    if (id === undefined || id === '' || known.has(id)) return;
    yield problem(
      path,
      `Không có đơn vị “${id}” trong kế hoạch; hãy sửa mã hoặc thêm đơn vị vào “units”.`,
      `The plan has no unit “${id}”; correct the id or add the unit to “units”.`,
    );
  };
  const many = function* (path: Path, ids: readonly string[]): Generator<PlanProblem> {
    for (const [index, id] of ids.entries()) {
      yield* one([...path, index], id);
      if (id !== '' && ids.indexOf(id) !== index) {
        yield problem([...path, index], `“${id}” ghi hai lần; hãy xóa một.`, `“${id}” stands twice; remove one.`);
      }
    }
  };
  yield* one(['standing'], plan.standing);
  for (const [index, { members, memberOf }] of plan.units.entries()) {
    yield* many(['units', index, 'members'], members);
    yield* one(['units', index, 'memberOf'], memberOf);
  }
  for (const [index, { leads, coordinators }] of plan.activities.entries()) {
    yield* many(['activities', index, 'leads'], leads);
    yield* many(['activities', index, 'coordinators'], coordinators);
  }
  for (const [index, { units }] of plan.budgetRules.entries()) yield* many(['budgetRules', index, 'units'], units);
  yield* one(['chain', 'lockedBy'], plan.chain?.lockedBy);
  for (const [index, stage] of (plan.chain?.stages ?? []).entries()) {
    yield* many(['chain', 'stages', index, 'by'], stage.by);
    yield* many(['chain', 'stages', index, 'with'], stage.with);
  }
  for (const [index, duty] of plan.obligations.entries()) {
    yield* many(['obligations', index, 'reporters'], duty.reporters);
    yield* one(['obligations', index, 'recipient'], duty.recipient);
    yield* many(['obligations', index, 'alsoTo'], duty.alsoTo);
    yield* many(['obligations', index, 'onward'], duty.onward);
    yield* one(['obligations', index, 'onwardVia'], duty.onwardVia);
    yield* many(['obligations', index, 'onwardCopies'], duty.onwardCopies);
    if (duty.recipient !== undefined && duty.reporters.includes(duty.recipient)) {
      yield problem(
        ['obligations', index, 'recipient'],
        'Đơn vị nhận báo cáo cũng là đơn vị báo cáo; hãy sửa một trong hai.',
        'The recipient is also a reporter; correct one of them.',
      );
    }
  }
  for (const [index, { office }] of plan.people.entries()) yield* one(['people', index, 'office'], office);
}

/** Groups and their members, and units that stand for a group where only one office can act. */
export function* checkUnits({ units, people, standing }: PlanSketch): Generator<PlanProblem> {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const isGroup = (id: string | undefined): boolean => byId.get(id)?.isGroup === true;
  const NO_GROUP = [
    'Đây là một nhóm đơn vị; hãy chọn một đơn vị cụ thể.',
    'This is a group of units; name one office.',
  ] as const;
  if (isGroup(standing)) yield problem(['standing'], ...NO_GROUP);
  for (const [index, { office }] of people.entries()) {
    if (isGroup(office)) yield problem(['people', index, 'office'], ...NO_GROUP);
  }
  for (const [index, unit] of units.entries()) {
    if (unit.budgetRoute === 'mixed' || unit.budgetRoute === 'mixed_own') {
      yield problem(
        ['units', index, 'budgetRoute'],
        'Một đơn vị chỉ có một nguồn; “mixed” chỉ dùng cho nhiệm vụ.',
        'A unit has one route; “mixed” is for activities.',
      );
    }
    if (unit.members.length > 0 && !unit.isGroup) {
      yield problem(
        ['units', index, 'members'],
        'Chỉ nhóm mới có thành viên; hãy đặt “isGroup” là true hoặc xóa danh sách.',
        'Only a group has members; set “isGroup” to true or remove the list.',
      );
    }
    for (const [place, member] of unit.members.entries()) {
      if (isGroup(member)) yield problem(['units', index, 'members', place], ...NO_GROUP);
    }
    const group = byId.get(unit.memberOf);
    if (group === undefined) continue;
    if (!group.isGroup) {
      yield problem(
        ['units', index, 'memberOf'],
        `“${unit.memberOf}” không phải là nhóm; hãy sửa mã, hoặc đặt “isGroup” là true cho đơn vị đó.`,
        `“${unit.memberOf}” is no group; correct the id, or set “isGroup” to true there.`,
      );
    } else if (unit.id !== undefined && !group.members.includes(unit.id)) {
      yield problem(
        ['units', index, 'memberOf'],
        `Danh sách “members” của “${unit.memberOf}” chưa có “${unit.id}”; hãy thêm vào.`,
        `The “members” of “${unit.memberOf}” lack “${unit.id}”; add it there.`,
      );
    }
  }
}

/** Dates that run backwards, and a ladder that is out of order. */
export function* checkDates({ period, activities, obligations, ladder }: PlanSketch): Generator<PlanProblem> {
  const backwards = [
    'Ngày kết thúc trước ngày bắt đầu; hãy sửa một trong hai.',
    'The end is before the start; correct one of them.',
  ] as const;
  if (period.start !== undefined && period.end !== undefined && period.end < period.start) {
    yield problem(['period', 'end'], ...backwards);
  }
  for (const [index, { reportsFrom }] of obligations.entries()) {
    if (reportsFrom !== undefined && period.end !== undefined && reportsFrom > period.end) {
      yield problem(
        ['obligations', index, 'reportsFrom'],
        'Ngày đầu của kỳ báo cáo ở sau ngày kết thúc kế hoạch.',
        'The first day of its reports is after the last day of the plan.',
      );
    }
  }
  for (const [index, { cadence }] of activities.entries()) {
    if (cadence.from !== undefined && cadence.to !== undefined && cadence.to < cadence.from) {
      yield problem(['activities', index, 'cadence', 'to'], ...backwards);
    }
    const { from, to } = cadence.quota.durationMinutes;
    if (from !== undefined && to !== undefined && to < from) {
      yield problem(
        ['activities', index, 'cadence', 'quota', 'durationMinutes', 'to'],
        'Số phút “to” nhỏ hơn “from”; hãy sửa lại.',
        'The minutes “to” are fewer than “from”; correct them.',
      );
    }
  }
  for (const [index, { id, offset, hears }] of ladder.entries()) {
    const before = ladder[index - 1]?.offset;
    if (offset === undefined) continue;
    if (before !== undefined && offset === before) {
      yield problem(
        ['ladder', index, 'offset'],
        `Nấc ${offset} ghi hai lần; hãy xóa một.`,
        `Rung ${offset} stands twice; remove one.`,
      );
    } else if (before !== undefined && offset < before) {
      yield problem(
        ['ladder', index, 'offset'],
        'Các nấc phải xếp từ sớm đến muộn; hãy đổi chỗ.',
        'Rungs go from early to late; change their order.',
      );
    }
    const name = offset === 0 ? 'T' : `T${offset > 0 ? '+' : ''}${offset}`;
    if (id !== undefined && id !== name) {
      yield problem(['ladder', index, 'id'], `Nấc này phải có tên “${name}”.`, `This rung is named “${name}”.`);
    }
    for (const [place, hearer] of hears.entries()) {
      if (hearer !== '' && hears.indexOf(hearer) !== place) {
        yield problem(
          ['ladder', index, 'hears', place],
          `“${hearer}” ghi hai lần; hãy xóa một.`,
          `“${hearer}” stands twice; remove one.`,
        );
      }
    }
  }
}
