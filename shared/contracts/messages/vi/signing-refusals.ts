import type { Refusal } from '../../../domain/refusal.ts';
import { moment, shortDate } from '../format.ts';
import type { Names } from '../names.ts';

/** Refusals about who signs, and by what right. */
export type SigningRefusal = Extract<
  Refusal,
  {
    kind:
      | 'awaiting-signature'
      | 'nothing-to-sign'
      | 'another-must-sign'
      | 'officer-must-prepare'
      | 'outside-field'
      | 'authorisation-ended'
      | 'not-yet-authorised'
      | 'own-authorisation'
      | 'too-many-authorisations'
      | 'nothing-to-revoke';
  }
>;

/** Names who may sign, the next competent one first. */
export const askSigner = (signers: readonly string[] | undefined, names: Names): string => {
  const [first, ...others] = (signers ?? []).map((id) => names.person(id));
  if (first === undefined) return 'Hãy để một người khác có thẩm quyền trong cơ quan thực hiện.';
  return others.length === 0 ? `Hãy chuyển ${first} ký.` : `Hãy chuyển ${first} ký; nếu vắng thì ${others.join(', ')}.`;
};

/** Why somebody could not sign, prepare, or lend his signature, and what can be done. */
export const signingRefusal = (refused: SigningRefusal, names: Names): { what: string; next: string } => {
  switch (refused.kind) {
    case 'awaiting-signature':
      return {
        what: `${names.person(refused.by)} đã trình ký nội dung này lúc ${moment(refused.at)}; nội dung đang chờ người đứng đầu ${names.unit(refused.office)} ký.`,
        next: 'Muốn sửa, hãy đề nghị người đứng đầu trả lại kèm ý kiến, rồi sửa và trình ký lại.',
      };
    case 'nothing-to-sign':
      return {
        what: 'Chưa có gì được trình ký ở đây, hoặc nội dung đã được ký hay trả lại.',
        next: 'Hãy chờ chuyên viên trình ký, hoặc mở lại trang để xem tình hình.',
      };
    case 'another-must-sign':
      return {
        what: `Nội dung này do ông/bà, hoặc người ủy quyền cho ông/bà, chuẩn bị nên ông/bà không ký; ${names.unit(refused.office)} cần người thứ hai ký.`,
        next: askSigner(refused.signers, names),
      };
    case 'officer-must-prepare':
      return {
        what: `Theo kế hoạch, ở bước này chuyên viên của ${names.unit(refused.office)} chuẩn bị, người đứng đầu ký.`,
        next: 'Hãy để chuyên viên chuẩn bị và trình ký; ông/bà ký hoặc trả lại kèm ý kiến.',
      };
    case 'outside-field':
      return {
        what: `Nội dung này không thuộc lĩnh vực mà ông/bà được phân công ký thay (KT.) ở ${names.unit(refused.office)}.`,
        next: askSigner(refused.signers, names),
      };
    case 'authorisation-ended':
      return {
        what: `Giấy ủy quyền số ${refused.number} ${refused.revoked ? 'đã bị thu hồi ngày' : 'đã hết hiệu lực sau ngày'} ${shortDate(refused.ended)}, nên ông/bà không còn quyền ký thừa ủy quyền (TUQ.).`,
        next: askSigner(refused.signers, names),
      };
    case 'not-yet-authorised':
      return {
        what: `Giấy ủy quyền số ${refused.number} chỉ có hiệu lực từ ngày ${shortDate(refused.from)}.`,
        next: askSigner(refused.signers, names),
      };
    case 'own-authorisation':
      return {
        what: 'Không ai tự ghi nhận giấy ủy quyền cho chính mình.',
        next: `Hãy để người đứng đầu hoặc một người khác của ${names.unit(refused.office)} ghi nhận.`,
      };
    case 'too-many-authorisations':
      return {
        what: `Đã có ${refused.most} giấy ủy quyền còn hiệu lực, nhiều nhất có thể.`,
        next: 'Hãy thu hồi giấy không còn dùng rồi ghi nhận giấy mới.',
      };
    case 'nothing-to-revoke':
      return {
        what: `Giấy ủy quyền số ${refused.number} đã hết hiệu lực hoặc đã bị thu hồi.`,
        next: 'Không cần làm gì thêm; không ai ký được theo giấy này nữa.',
      };
  }
};
