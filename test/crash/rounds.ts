import { packageP } from '../../infra/local/rehearsal/package-p.ts';
import { vietnam } from '../../shared/calendars/vietnam.ts';
import { Rehearsal, RehearsedAction } from '../../shared/contracts/rehearsal.ts';

const action = (json: unknown): RehearsedAction => RehearsedAction.parse(json);

/**
 * Tây Giang's round of 2022: an estimate of two versions, a nil one, one that comes late and one that never comes;
 * cut by Finance, returned by the Committee, submitted again, approved and published.
 */
const tayGiang = (): Rehearsal => {
  const base = packageP(2022, vietnam);
  const again = base.estimates
    .filter(({ unit }) => unit === 'tg.tt')
    .map((one) => ({ ...one, lines: one.lines.slice(0, 2), at: action({ ...nil, at: '2022-02-17 14:05' }).at }));
  const late = action({ ...nil, at: '2022-02-22 08:05' }).at;
  const estimates = base.estimates
    .filter(({ unit }) => unit !== 'tg.hd')
    .map((one) => (one.unit === 'tg.gd' ? { ...one, at: late } : one));
  const end = [
    nil,
    { at: '2022-02-22 09:05', by: 'tg.vhtt.cv', do: 'lock' },
    { at: '2022-02-24 10:05', by: 'tg.vhtt.cv', do: 'forward' },
    {
      at: '2022-02-25 09:05',
      by: 'tg.tckh.cv',
      do: 'set-figures',
      unit: 'tg.vhtt',
      figures: [{ line: 1, amount: 38_000_000, reason: 'Dùng hội trường huyện' }],
    },
    { at: '2022-02-25 15:05', by: 'tg.tckh.cv', do: 'forward' },
    { at: '2022-02-28 09:35', by: 'tg.ubnd.ct', do: 'return', to: 'appraisal', reason: 'Làm rõ nội dung c.1' },
    { at: '2022-03-01 10:05', by: 'tg.tckh.cv', do: 'forward' },
    { at: '2022-03-02 09:35', by: 'tg.ubnd.ct', do: 'approve', number: '145/QĐ-UBND' },
  ];
  return { ...base, estimates: [...estimates, ...again], actions: end.map(action) };
};

const nil = {
  at: '2022-02-18 14:35',
  by: 'tg.nn.cv',
  do: 'sign-nil',
  unit: 'tg.nn',
  reason: 'Phần hợp tác xã do Phòng KT&HT đề xuất',
};

/** Ái Thượng's round of 2023: a commune without a synthesis, whose estimate is returned to its unit before the lock. */
const aiThuong = (): Rehearsal => {
  const estimate = (at: string, unitPrice: number) => ({
    unit: 'at.vhxh',
    by: 'at.vhxh.gv',
    at,
    lines: [{ activity: 'IV.1.4', content: 'Tập huấn tổ công nghệ số', measure: 'lớp', quantity: 2, unitPrice }],
  });
  return Rehearsal.parse({
    plan: 'ai-thuong-2023',
    year: 2023,
    due: { estimate: '2023-02-20', appraisal: '2023-02-27', approval: '2023-03-06' },
    open: { at: '2023-02-13 08:35', by: 'at.vhxh.gv' },
    estimates: [estimate('2023-02-15 09:05', 6_000_000), estimate('2023-02-16 14:05', 5_000_000)],
    actions: [
      {
        at: '2023-02-16 08:35',
        by: 'at.tcns.gv',
        do: 'return-estimate',
        unit: 'at.vhxh',
        reason: 'Thiếu căn cứ đơn giá',
        due: '2023-02-17',
      },
      { at: '2023-02-17 09:05', by: 'at.tcns.gv', do: 'lock' },
      { at: '2023-02-20 09:05', by: 'at.tcns.gv', do: 'forward' },
      { at: '2023-02-21 09:05', by: 'at.ubnd.ct', do: 'return', to: 'appraisal', reason: 'Nêu rõ số lượng học viên' },
      {
        at: '2023-02-22 09:05',
        by: 'at.tcns.gv',
        do: 'set-figures',
        unit: 'at.vhxh',
        figures: [{ line: 1, amount: 8_000_000, reason: 'Dùng hội trường xã' }],
      },
      { at: '2023-02-22 10:05', by: 'at.tcns.gv', do: 'forward' },
      { at: '2023-02-23 09:05', by: 'at.ubnd.ct', do: 'approve', number: '12/QĐ-UBND' },
    ],
  });
};

/** The rounds that are played while they are killed. */
export const rounds = { 'tay-giang-2021-2025': tayGiang, 'ai-thuong-2023': aiThuong } as const;
