import type { Bilingual } from '../domain/text.ts';

/**
 * The office terms of this domain with their one English identifier each. What code calls `estimate` is what an
 * office calls dự toán, everywhere.
 */
export const vocabulary = {
  plan: { vi: 'kế hoạch', en: 'plan' },
  activity: { vi: 'nhiệm vụ', en: 'activity' },
  unit: { vi: 'đơn vị', en: 'unit' },
  standingUnit: { vi: 'cơ quan thường trực', en: 'standing unit' },
  estimate: { vi: 'dự toán', en: 'estimate' },
  line: { vi: 'nội dung chi', en: 'line' },
  session: { vi: 'phiên đăng nhập', en: 'session' },
  round: { vi: 'đợt', en: 'round' },
  submission: { vi: 'lần trình', en: 'submission' },
  package: { vi: 'hồ sơ trình', en: 'package' },
  synthesis: { vi: 'tổng hợp', en: 'synthesis' },
  appraisal: { vi: 'thẩm định', en: 'appraisal' },
  submitUpward: { vi: 'trình', en: 'submit upward' },
  approval: { vi: 'phê duyệt', en: 'approval' },
  returnForRevision: { vi: 'trả lại', en: 'return for revision' },
  grant: { vi: 'giao dự toán', en: 'grant' },
  ledger: { vi: 'sổ theo dõi giao dự toán', en: 'ledger' },
  tranche: { vi: 'đợt cấp', en: 'tranche' },
  balance: { vi: 'số còn lại', en: 'balance' },
  grantReversal: { vi: 'thu hồi', en: 'reversal of a grant' },
  yearEnd: { vi: 'kết thúc năm ngân sách', en: 'year end' },
  lapse: { vi: 'hết hiệu lực', en: 'lapse' },
  adjustment: { vi: 'điều chỉnh, bổ sung', en: 'adjustment' },
  obligation: { vi: 'chế độ báo cáo', en: 'obligation' },
  cycle: { vi: 'kỳ báo cáo', en: 'cycle' },
  return: { vi: 'báo cáo của đơn vị', en: 'return' },
  nilReturn: { vi: 'không phát sinh', en: 'nil return' },
  nilEstimate: { vi: 'không đề xuất kinh phí', en: 'no request' },
  consolidation: { vi: 'báo cáo tổng hợp', en: 'consolidation' },
  signingBasis: { vi: 'thẩm quyền ký', en: 'signing basis' },
  authorisation: { vi: 'ủy quyền', en: 'authorisation' },
  head: { vi: 'thủ trưởng', en: 'head' },
  signOff: { vi: 'ký', en: 'sign off' },
  handBack: { vi: 'trả lại kèm ý kiến', en: 'hand back' },
  attachedFile: { vi: 'tệp đính kèm', en: 'attached file' },
  sourceOfFunds: { vi: 'nguồn kinh phí', en: 'source of funds' },
  budgetIndex: { vi: 'mục lục ngân sách', en: 'budget index' },
  memo: { vi: 'ghi để biết', en: 'memo' },
  ceiling: { vi: 'mức trần', en: 'ceiling' },
  jointLeads: { vi: 'cùng chủ trì', en: 'joint leads' },
  consulted: { vi: 'phối hợp', en: 'consulted' },
  comment: { vi: 'ý kiến phối hợp thẩm định', en: 'comment' },
  norm: { vi: 'định mức', en: 'norm' },
  workingCalendar: { vi: 'lịch làm việc', en: 'working calendar' },
  dayInLieu: { vi: 'nghỉ bù', en: 'day in lieu' },
  swappedDay: { vi: 'nghỉ hoán đổi', en: 'swapped day' },
  extension: { vi: 'gia hạn', en: 'extension' },
  absence: { vi: 'vắng mặt', en: 'absence' },
  standIn: { vi: 'người làm thay', en: 'stand-in' },
  leaving: { vi: 'thôi giữ chức vụ', en: 'leaving' },
  handOver: { vi: 'bàn giao', en: 'hand over' },
} satisfies Record<string, Bilingual>;
/** The English identifier of an office term. */
export type Term = keyof typeof vocabulary;

/** A term as a label, its first letter large. */
export const label = (term: Term, language: 'vi' | 'en'): string => {
  const text = vocabulary[term][language];
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
};
