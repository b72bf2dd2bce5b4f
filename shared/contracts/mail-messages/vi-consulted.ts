import type { ConsultFact } from './facts.ts';
import type { MailText } from './messages.ts';
import { amount, counts, date, due } from './vi-words.ts';

const STAGES: { readonly [S in ConsultFact['stage']]: string } = {
  estimate: 'lập dự toán',
  synthesis: 'tổng hợp',
  appraisal: 'thẩm định',
  approval: 'phê duyệt',
};

/** The reader's office may comment while a stage is open; it owes nothing. */
export const consulted = (fact: ConsultFact): MailText => {
  const { plan, year, stage, office, inCharge, submission, proposed } = fact;
  const again = submission === 1 ? '' : ` lần ${submission}`;
  return {
    subject: `Cho ý kiến phối hợp ${STAGES[stage]} dự toán năm ${year}${again} (nếu có), đến hết ngày ${date(fact.due.date)}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `${inCharge} đã nhận hồ sơ dự toán năm ${year} để ${STAGES[stage]}. Theo kế hoạch, ${office} là cơ quan phối hợp: ông/bà có thể ghi ý kiến phối hợp ${STAGES[stage]} về từng nội dung chi hoặc về cả dự toán của một đơn vị.`,
      },
      {
        kind: 'paragraph',
        text: `Ý kiến đi cùng hồ sơ đến cấp phê duyệt. Hệ thống nhận ý kiến cho đến khi ${inCharge} chốt số liệu để ký, có thể sớm hơn hạn. Nếu không có ý kiến, ông/bà không cần làm gì thêm.`,
      },
      {
        kind: 'facts',
        rows: [
          { label: 'Hạn của bước này', value: due(fact.due) },
          { label: 'Các đơn vị đề nghị', value: amount(proposed) },
          { label: 'Các đơn vị', value: counts(fact.counts) },
          { label: 'Lần trình', value: `${submission}` },
          { label: 'Kế hoạch', value: plan },
          { label: 'Bước tiếp theo', value: `${inCharge} xem xét, quyết định từng nội dung chi` },
        ],
      },
    ],
    button: 'Xem hồ sơ và ghi ý kiến',
  };
};
