import type * as z from 'zod';
import type { Bilingual } from './text.ts';

/** Something wrong in a plan's JSON: where (`units[3].memberOf`; `$` is the whole), and what to do about it. */
export type PlanProblem = { path: string; message: Bilingual };

type Key = PropertyKey;

/** `['units', 3, 'memberOf']` as `units[3].memberOf`. */
export const pathText = (path: readonly Key[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  ) || '$';

/** A problem at a path, in both languages. */
export const problem = (path: readonly Key[], vi: string, en: string): PlanProblem => ({
  path: pathText(path),
  message: { vi, en },
});

const VIETNAMESE: Readonly<Record<string, string>> = {
  'a date is written YYYY-MM-DD': 'Ngày phải viết theo dạng NĂM-THÁNG-NGÀY, ví dụ 2022-06-01.',
  'the calendar has no such day': 'Lịch không có ngày này; hãy sửa lại ngày, tháng.',
  'the calendar has no such day every year': 'Không phải năm nào cũng có ngày này; hãy chọn ngày khác.',
  'a day of every year is written MM-DD': 'Ngày hằng năm phải viết theo dạng THÁNG-NGÀY, ví dụ 06-01.',
  'a date is written YYYY-MM-DD, or YYYY-MM where the day is blank':
    'Ngày phải viết theo dạng NĂM-THÁNG-NGÀY, hoặc NĂM-THÁNG khi văn bản để trống ngày.',
  'a rung is named T, T-5 or T+3': 'Tên nấc nhắc việc phải là T, T-5 hoặc T+3.',
  'an e-mail address is written name@office.example': 'Địa chỉ thư phải viết theo dạng ten@coquan.example.',
  'small letters, digits, and . _ - between them': 'Chỉ dùng chữ thường không dấu, chữ số và dấu . _ - ở giữa.',
  'letters and digits, with dots between them': 'Chỉ dùng chữ cái không dấu, chữ số và dấu chấm ở giữa.',
};

const TYPE_NAMES: Readonly<Record<string, Bilingual>> = {
  string: { vi: 'chuỗi chữ', en: 'a text' },
  number: { vi: 'số', en: 'a number' },
  int: { vi: 'số nguyên', en: 'a whole number' },
  boolean: { vi: 'true hoặc false', en: 'true or false' },
  array: { vi: 'danh sách [ … ]', en: 'a list [ … ]' },
  object: { vi: 'đối tượng { … }', en: 'an object { … }' },
};

const valueAt = (json: unknown, path: readonly Key[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    json,
  );

const lastKey = (path: readonly Key[]): string => pathText(path.slice(-1));

const missing = (path: readonly Key[]): PlanProblem =>
  problem(path, `Thiếu “${lastKey(path)}”; hãy thêm vào.`, `“${lastKey(path)}” is missing; add it.`);

const fromCustom = (path: readonly Key[], message: string): PlanProblem =>
  problem(
    path,
    VIETNAMESE[message] ?? 'Giá trị không đúng quy cách; hãy sửa lại.',
    `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
  );

const fromChoice = (path: readonly Key[], options: readonly unknown[]): PlanProblem => {
  const list = options.map(String).join(', ');
  return problem(path, `Phải là một trong: ${list}.`, `Must be one of: ${list}.`);
};

/** Puts what the schema found into words; several problems where one finding names several keys. */
export const fromIssue = (json: unknown, issue: z.core.$ZodIssue): PlanProblem[] => {
  const { path } = issue;
  if (issue.code !== 'unrecognized_keys' && path.length > 0 && valueAt(json, path) === undefined)
    return [missing(path)];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        problem(
          [...path, key],
          `Không có mục “${key}” ở đây; hãy xóa hoặc sửa tên.`,
          `There is no “${key}” here; remove or rename it.`,
        ),
      );
    case 'invalid_type': {
      const expected = TYPE_NAMES[issue.expected] ?? { vi: issue.expected, en: issue.expected };
      return [problem(path, `Phải là ${expected.vi}.`, `Must be ${expected.en}.`)];
    }
    case 'invalid_value':
      return [fromChoice(path, issue.values)];
    case 'too_small':
      return [
        issue.origin === 'string' || issue.origin === 'array'
          ? problem(path, 'Không được để trống.', 'Must not be empty.')
          : problem(path, `Phải từ ${issue.minimum} trở lên.`, `Must be ${issue.minimum} or more.`),
      ];
    case 'too_big':
      return [
        issue.origin === 'string'
          ? problem(
              path,
              `Dài quá ${issue.maximum} ký tự; hãy rút gọn.`,
              `Longer than ${issue.maximum} characters; shorten it.`,
            )
          : problem(path, `Phải từ ${issue.maximum} trở xuống.`, `Must be ${issue.maximum} or less.`),
      ];
    case 'invalid_union':
      return ['options' in issue ? fromChoice(path, issue.options) : fromCustom(path, issue.message)];
    default:
      return [fromCustom(path, issue.message)];
  }
};
