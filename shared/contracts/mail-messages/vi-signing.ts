import type { AuthorisationFact, SignatureFact } from './facts.ts';
import type { MailText } from './messages.ts';
import { amount, bases, date, dong, moment } from './vi-words.ts';

const ACTS: { readonly [A in SignatureFact['act']]: string } = {
  submitted: 'dự toán',
  nil: 'văn bản không đề xuất kinh phí',
  forwarded: 'hồ sơ',
  returned: 'việc trả lại hồ sơ',
  approved: 'quyết định phê duyệt',
};

const STAGES: { readonly [S in SignatureFact['stage']]: string } = {
  estimate: 'lập dự toán',
  synthesis: 'tổng hợp',
  appraisal: 'thẩm định',
  approval: 'phê duyệt',
};

/** What the reader prepared was signed, or somebody signed by his authorisation. */
export const signed = (fact: SignatureFact): MailText => {
  const { act, year, office, signer, basis, number, total, at, forGiver } = fact;
  const by = number === undefined ? '' : `, theo giấy ủy quyền số ${number}`;
  const text = forGiver
    ? `${signer} đã ký ${ACTS[act]} năm ${year} của ${office} theo ủy quyền của ông/bà lúc ${moment(at)}. Cả hai người đều được ghi trong nhật ký.`
    : `${signer}${bases[basis]}${by} đã ký ${ACTS[act]} năm ${year} mà ông/bà trình, lúc ${moment(at)}. Từ lúc này đó là văn bản của ${office}.`;
  return {
    subject: `Để biết: ${forGiver ? 'đã ký theo ủy quyền của ông/bà' : 'đã ký'} ${ACTS[act]} năm ${year}${total === undefined ? '' : ` (${dong(total.figures)})`}`,
    blocks: [
      { kind: 'paragraph', text },
      {
        kind: 'facts',
        rows: [
          { label: 'Cơ quan', value: office },
          { label: 'Bước', value: STAGES[fact.stage] },
          { label: 'Người ký', value: `${signer}${bases[basis]}${by}` },
          ...(total === undefined ? [] : [{ label: 'Tổng số', value: amount(total) }]),
          { label: 'Kế hoạch', value: fact.plan },
        ],
      },
    ],
    button: 'Xem nội dung đã ký',
  };
};

/** An authorisation was recorded or revoked. */
export const authorisation = (fact: AuthorisationFact): MailText => {
  const { number, office, giver, recipient, from, until, revoked, toGiver, recordedBy } = fact;
  const days = `từ ngày ${date(from)} đến hết ngày ${date(until)}`;
  const text =
    revoked !== undefined
      ? `${revoked.by} đã thu hồi giấy ủy quyền số ${number} lúc ${moment(revoked.at)}. Từ lúc này ${recipient} không ký thừa ủy quyền (TUQ.) được nữa.`
      : toGiver
        ? `${recordedBy} đã ghi nhận giấy ủy quyền số ${number}: ${recipient} được ký thừa ủy quyền (TUQ.) của ông/bà ${days}. Nếu không đúng, hãy thu hồi ngay.`
        : `Ông/bà được ${giver} ủy quyền ký (TUQ.) ${days}, theo giấy ủy quyền số ${number}. Không được ủy quyền lại; hết ngày trên, quyền ký tự chấm dứt.`;
  return {
    subject: `${revoked === undefined ? 'Để biết: ủy quyền ký' : 'Để biết: thu hồi ủy quyền ký'} số ${number} của ${office}`,
    blocks: [
      { kind: 'paragraph', text },
      ...(revoked === undefined ? [] : [{ kind: 'quote' as const, label: 'Lý do thu hồi', text: revoked.reason }]),
      {
        kind: 'facts',
        rows: [
          { label: 'Người ủy quyền', value: giver },
          { label: 'Người được ủy quyền', value: recipient },
          { label: 'Giấy ủy quyền', value: `Số ${number}, ngày ${date(fact.date)}` },
          { label: 'Hiệu lực', value: days },
          { label: 'Việc được ký', value: fact.works.join('; ') },
          { label: 'Người ghi nhận', value: recordedBy },
          { label: 'Kế hoạch', value: fact.plan },
        ],
      },
    ],
    button: 'Xem các giấy ủy quyền',
  };
};
