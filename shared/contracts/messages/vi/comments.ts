import type { StageKey } from '../../../domain/plan.ts';
import type { Refusal } from '../../../domain/refusal.ts';
import type { Names } from '../names.ts';
import type { Said } from './refusals.ts';

/** What goes wrong with a comment. */
export type CommentRefusal = Extract<
  Refusal,
  { kind: 'not-consulted' | 'comments-closed' | 'too-many-comments' | 'nothing-to-withdraw' }
>;

const STAGES: { readonly [K in StageKey]: string } = {
  estimate: 'lập dự toán',
  synthesis: 'tổng hợp',
  appraisal: 'thẩm định',
  approval: 'phê duyệt',
};

/** Why no comment was recorded or withdrawn, and what can be done. */
export const commentRefusal = (refused: CommentRefusal, names: Names): Said => {
  switch (refused.kind) {
    case 'not-consulted':
      return {
        what: `Kế hoạch không giao cơ quan của ông/bà phối hợp ${STAGES[refused.stage]}, nên không ghi được ý kiến ở đây.`,
        next:
          refused.offices.length === 0
            ? 'Ở bước này kế hoạch không có cơ quan phối hợp; hãy gửi ý kiến bằng văn bản cho cơ quan đang xử lý.'
            : `Cơ quan phối hợp ở bước này là ${names.units(refused.offices)}; hãy gửi ý kiến qua cơ quan đó.`,
      };
    case 'comments-closed':
      return {
        what: `Số liệu ${STAGES[refused.stage]} đã được chốt để ký, nên không ghi thêm và không rút được ý kiến.`,
        next: 'Các ý kiến đã ghi vẫn đi cùng hồ sơ. Nếu cần ghi thêm, hãy đề nghị cơ quan chủ trì mở lại số liệu.',
      };
    case 'too-many-comments':
      return {
        what: `Hồ sơ đã có ${refused.most} ý kiến phối hợp, nhiều nhất có thể.`,
        next: 'Hãy gửi các ý kiến còn lại bằng văn bản cho cơ quan chủ trì.',
      };
    case 'nothing-to-withdraw':
      return {
        what: 'Lần trình này không có ý kiến đó, hoặc ý kiến đã được rút.',
        next: 'Hãy tải lại trang để xem các ý kiến hiện có.',
      };
  }
};

/** Comments of consulted offices (ý kiến phối hợp thẩm định). */
export const comments = {
  title: 'Ý kiến của cơ quan phối hợp',
  of: (stage: StageKey): string => `Ý kiến phối hợp ${STAGES[stage]}`,
  said: (kind: string, office: string, submission: string): string => `${kind} của ${office}, ${submission}:`,
  by: (who: string, at: string): string => `${who}, ${at}`,
  own: 'về phần việc của chính mình',
  withdrawn: (who: string, at: string): string => `đã rút (${who}, ${at})`,
  whole: 'Cả dự toán của đơn vị',
  mayComment: (stage: StageKey): string =>
    `Cơ quan của ông/bà phối hợp ${STAGES[stage]}: chọn “Ghi ý kiến” ở từng nội dung chi hoặc ở từng đơn vị. Ý kiến được nhận đến khi cơ quan chủ trì chốt số liệu.`,
  due: (day: string): string => `Hạn của bước này: hết ngày ${day}.`,
  add: 'Ghi ý kiến',
  addLabel: (about: string): string => `Ghi ý kiến về ${about}`,
  hint: 'Không quá 1.000 ký tự.',
  follows:
    'Ý kiến được ghi kèm tên ông/bà và đi cùng hồ sơ đến cấp phê duyệt. Không sửa được; chỉ rút được khi cơ quan chủ trì chưa chốt số liệu.',
  ownWarning:
    'Đây là phần việc của chính cơ quan hoặc của chính ông/bà. Ý kiến vẫn được ghi, có đánh dấu để cơ quan thẩm định và cấp phê duyệt biết.',
  record: 'Ghi ý kiến',
  withdraw: 'Rút ý kiến',
  withdrawLabel: (no: number): string => `Rút ý kiến số ${no}`,
};
