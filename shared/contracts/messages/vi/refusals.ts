import type { Deadline } from '../../../domain/deadline.ts';
import type { Obligation, StageKey } from '../../../domain/plan.ts';
import type { Refusal } from '../../../domain/refusal.ts';
import { moment, shortDate } from '../format.ts';
import type { Names } from '../names.ts';
import { askSigner, signingRefusal } from './signing-refusals.ts';
import { commentRefusal } from './comments.ts';
import { fileRefusal } from './files.ts';

/** What is wrong, and the way forward. */
export type Said = { readonly what: string; readonly next: string };

const REPORTS: { readonly [T in Obligation['type']]: string } = {
  six_month: 'báo cáo 6 tháng',
  annual: 'báo cáo năm',
  five_year: 'báo cáo 5 năm',
  ad_hoc: 'báo cáo đột xuất',
  event: 'báo cáo sự kiện',
  periodic_unspecified: 'báo cáo định kỳ',
};

const STAGES: { readonly [K in StageKey | 'ended']: string } = {
  estimate: 'lập dự toán',
  synthesis: 'tổng hợp',
  appraisal: 'thẩm định',
  approval: 'phê duyệt',
  ended: 'đã kết thúc',
};

const NOT_FOUND: { readonly [W in Extract<Refusal, { kind: 'not-found' }>['what']]: string } = {
  plan: 'Không tìm thấy kế hoạch này.',
  round: 'Không tìm thấy đợt này.',
  estimate: 'Không tìm thấy dự toán này.',
  package: 'Không tìm thấy hồ sơ này.',
  task: 'Không tìm thấy việc này.',
  person: 'Không tìm thấy người này trong kế hoạch.',
  authorisation: 'Không tìm thấy giấy ủy quyền này.',
  absence: 'Không tìm thấy lần vắng này trong sổ.',
  grant: 'Không tìm thấy lần cấp này trong sổ của đơn vị.',
  obligation: 'Kế hoạch không có nghĩa vụ báo cáo này.',
  cycle: 'Không tìm thấy kỳ báo cáo này.',
  return: 'Đơn vị này không phải báo cáo trong kỳ này.',
  edition: 'Không tìm thấy bản tổng hợp này.',
};

const due = (deadline: Deadline): string => {
  switch (deadline.kind) {
    case 'before_month_day':
      return `trước ngày ${deadline.monthDay.slice(3)}/${deadline.monthDay.slice(0, 2)}`;
    case 'before_date':
      return `trước ngày ${shortDate(deadline.date)}`;
    case 'within':
      return `trong ${deadline.count} ngày${deadline.unit === 'working_days' ? ' làm việc' : ''}`;
  }
};

const outside = (refused: Extract<Refusal, { kind: 'outside-chain' }>, names: Names): Said => {
  const reports = names.owedReports(refused.unit).map(({ type, deadline }) => `${REPORTS[type]} (${due(deadline)})`);
  const still = reports.length === 0 ? '' : ` Đơn vị vẫn phải gửi ${reports.join(', ')} theo kế hoạch.`;
  const unit = names.unit(refused.unit);
  return refused.route === 'commune_budget'
    ? {
        what: `Kinh phí của ${unit} do ngân sách xã bảo đảm, nằm ngoài chuỗi dự toán này, nên không nhận dự toán ở đây và không cộng vào tổng.`,
        next: `Hãy lập trong dự toán ngân sách của xã.${still}`,
      }
    : {
        what: `${unit} không thuộc các đơn vị phải lập dự toán trong đợt này, nên không nhận dự toán ở đây.`,
        next: `Nếu cho là nhầm, hãy liên hệ cơ quan thường trực của kế hoạch.${still}`,
      };
};

/** Why a request changed nothing, and what can be done. */
export const refusal = (refused: Refusal, names: Names): Said => {
  switch (refused.kind) {
    case 'problems':
      return {
        what: `Có ${refused.problems.length} chỗ cần sửa; chưa có gì được ghi.`,
        next: 'Hãy sửa từng chỗ dưới đây rồi gửi lại.',
      };
    case 'not-found':
      return {
        what: NOT_FOUND[refused.what],
        next: 'Hãy kiểm tra lại đường dẫn, hoặc mở từ trang “Việc của tôi”.',
      };
    case 'not-yours':
      return {
        what: `Việc này thuộc ${names.units(refused.offices)}, không thuộc cơ quan của ông/bà.`,
        next: 'Hãy nhờ cơ quan đó thực hiện, hoặc đăng nhập bằng người của cơ quan đó.',
      };
    case 'head-must-decide':
      return {
        what: `Quyết định này phải do người đứng đầu ${names.unit(refused.office)} ký, hoặc cấp phó ký thay.`,
        next: 'Hãy chuyển để người đứng đầu hoặc cấp phó quyết định; ông/bà vẫn xem được toàn bộ hồ sơ.',
      };
    case 'own-work':
      return {
        what: `Ông/bà đã lập hoặc đã thẩm định phần của ${names.unit(refused.unit)}, nên không được tự thẩm định hay phê duyệt phần đó.`,
        next:
          refused.signers === undefined
            ? 'Hãy để một người khác trong cơ quan thực hiện.'
            : askSigner(refused.signers, names),
      };
    case 'outside-chain':
      return outside(refused, names);
    case 'no-chain':
      return {
        what: 'Kế hoạch này không có chuỗi lập, thẩm định, phê duyệt kinh phí nên không mở đợt dự toán.',
        next: 'Kinh phí nằm trong dự toán thường xuyên của từng cơ quan; chỉ cần theo dõi các báo cáo.',
      };
    case 'absence-over':
      return {
        what: `Lần vắng này đã hết ngày ${shortDate(refused.until)} hoặc đã được bỏ.`,
        next: 'Hãy tải lại trang để xem những lần vắng đang ghi.',
      };
    case 'too-many-absences':
      return {
        what: `Sổ vắng mặt của kế hoạch đã có ${refused.most} lần còn hiệu lực.`,
        next: 'Hãy bỏ những lần không còn đúng, hoặc đăng ký bản kế hoạch không còn những người đã thôi giữ chức vụ, rồi ghi lại.',
      };
    case 'task-closed':
      return {
        what: `Việc này đã xong hoặc đã đóng lúc ${moment(refused.at)}, nên không còn hạn để gia hạn.`,
        next: 'Hãy tải lại trang để xem việc đang ở đâu.',
      };
    case 'already-open':
      return {
        what: 'Đợt hoặc kỳ này đã được mở.',
        next: 'Hãy mở đợt hoặc kỳ đang có từ trang “Việc của tôi”, hoặc chọn năm khác.',
      };
    case 'stays-here':
      return {
        what: 'Báo cáo này không gửi tiếp.',
        next: 'Kế hoạch không giao gửi lên trên; có thể in hoặc lưu bản tổng hợp.',
      };
    case 'superseded':
      return {
        what: 'Bản tổng hợp này đã được bản sau thay thế.',
        next: 'Hãy mở bản mới nhất của kỳ để ký và gửi.',
      };
    case 'not-sent':
      return {
        what: 'Báo cáo này chưa được gửi.',
        next: 'Xác nhận được sau khi cơ quan gửi ghi số và ngày văn bản.',
      };
    case 'not-consolidated':
      return {
        what: 'Kỳ này chưa tổng hợp xong.',
        next: 'Hãy tải lại trang sau ít phút; bản tổng hợp có ngay khi kỳ được chốt.',
      };
    case 'nothing-new':
      return {
        what: 'Không có báo cáo nào mới so với bản tổng hợp gần nhất.',
        next: 'Bản gần nhất vẫn đúng. Khi có báo cáo mới hoặc bản sửa, hãy lập bản tiếp theo.',
      };
    case 'came-in-already':
      return {
        what: `Báo cáo của ${names.unit(refused.unit)} đã có rồi.`,
        next: 'Không cần cho miễn nữa; báo cáo đã có giữ nguyên.',
      };
    case 'cut-already':
      return {
        what: `Kỳ này đã chốt lúc ${moment(refused.at)}.`,
        next: 'Báo cáo đến sau vẫn được nhận, ghi là muộn; tải lại trang để xem.',
      };
    case 'changed-since-shown': {
      const who = refused.by === null ? 'Người khác' : names.actor(refused.by);
      const when = refused.at === null ? '' : ` lúc ${moment(refused.at)}`;
      return {
        what: `${who} đã thay đổi nội dung này${when}, sau khi trang được mở. Yêu cầu của ông/bà chưa được ghi, không có gì bị ghi đè.`,
        next: 'Hãy xem nội dung mới rồi thực hiện lại nếu vẫn muốn.',
      };
    }
    case 'locked': {
      const by = names.unit(refused.lockedBy);
      const { number, year } =
        refused.package === null ? { number: '', year: '' } : names.packageParts(refused.package);
      const into = refused.package === null ? '' : ` vào hồ sơ trình số ${number} năm ${year}`;
      return {
        what: `Dự toán đã được ${by} khóa${into}, nên không sửa trực tiếp được nữa.`,
        next: `Hãy đề nghị ${by} cho bổ sung: thay đổi được nhận qua hồ sơ bổ sung, hoặc khi phần của đơn vị được trả lại.`,
      };
    }
    case 'nothing-to-recall':
      return {
        what: 'Không có gì để rút lại: dự toán chưa được nộp, hoặc đã được rút.',
        next: 'Hãy tiếp tục sửa bản nháp rồi nộp.',
      };
    case 'nothing-to-return':
      return {
        what: 'Chưa có gì để trả lại: đơn vị chưa nộp dự toán, hoặc đã rút, hoặc đang được trả lại.',
        next: 'Hãy chờ đơn vị nộp; hệ thống tự nhắc theo hạn.',
      };
    case 'nothing-submitted':
      return {
        what: 'Đơn vị không có dự toán trong hồ sơ này nên không có số để thẩm định.',
        next: 'Hãy chọn đơn vị khác; đơn vị này có thể gửi dự toán qua hồ sơ bổ sung.',
      };
    case 'still-opening':
      return {
        what: 'Bước này đang được mở.',
        next: 'Hãy tải lại trang sau ít phút rồi thực hiện lại.',
      };
    case 'too-many-versions':
      return {
        what: `Dự toán đã có ${refused.most} bản, nhiều nhất có thể.`,
        next: 'Hãy liên hệ cơ quan thường trực trước khi sửa tiếp.',
      };
    case 'too-many-submissions':
      return {
        what: `Hồ sơ đã trình ${refused.most} lần, nhiều nhất có thể.`,
        next: 'Hãy trao đổi trực tiếp với cơ quan trình, rồi phê duyệt hoặc tự điều chỉnh từng nội dung.',
      };
    case 'already-decided':
      return {
        what: `${names.person(refused.by)} đã quyết định việc này lúc ${moment(refused.at)}. Mỗi việc chỉ được quyết định một lần.`,
        next: 'Hãy xem kết quả trong hồ sơ.',
      };
    case 'not-at-stage':
      return {
        what: `Hồ sơ không ở bước ${STAGES[refused.stage]}; hiện ${refused.now === 'ended' ? '' : 'ở bước '}${STAGES[refused.now]}.`,
        next: 'Hãy mở lại hồ sơ để xem đang ở đâu và ai đang xử lý.',
      };
    case 'being-decided':
      return {
        what: 'Số liệu đang được giữ nguyên để ký, nên chưa sửa được.',
        next: 'Muốn sửa, hãy chọn “Mở lại số liệu” ở trang xác nhận rồi sửa.',
      };
    case 'not-prepared':
      return {
        what: 'Số liệu chưa được chốt để ký.',
        next: 'Hãy chọn “Chốt số liệu”, xem lại tổng rồi ký.',
      };
    case 'cannot-return-there':
      return {
        what: 'Không thể trả lại cho bước này.',
        next:
          refused.allowed.length === 0
            ? 'Hồ sơ đang ở bước đầu tiên nên không có bước nào trước đó.'
            : `Hãy chọn một trong các bước: ${refused.allowed.map((key) => STAGES[key]).join(', ')}.`,
      };
    case 'too-many-packages':
      return {
        what: `Đợt này đã có ${refused.most} hồ sơ, mức nhiều nhất.`,
        next: 'Hãy chờ các hồ sơ đang chạy kết thúc, hoặc gộp các phần còn lại vào một hồ sơ bổ sung.',
      };
    case 'not-locked':
      return {
        what: 'Đợt chưa khóa nên chưa có hồ sơ bổ sung.',
        next: `Trước khi ${names.unit(refused.lockedBy)} khóa, đơn vị nộp thẳng dự toán của mình.`,
      };
    case 'already-claimed':
      return {
        what: `${names.units(refused.units)} đã có nội dung chi của nhiệm vụ ${refused.activity} trong dự toán đã nộp, nên chưa đổi được đơn vị nộp.`,
        next: 'Hãy trả lại các dự toán đó để đơn vị bỏ phần này, rồi chỉ định lại.',
      };
    case 'nothing-to-share':
      return {
        what: `Dự toán đã nộp không có nội dung chi nào của nhiệm vụ ${refused.activity} để chia.`,
        next: 'Hãy nộp phần này trước, rồi chia cho các đơn vị cùng chủ trì.',
      };
    case 'command-reused':
      return {
        what: 'Trang này đã được gửi một lần với nội dung khác; yêu cầu lần này chưa được ghi.',
        next: 'Hãy mở lại trang rồi thực hiện lại.',
      };
    case 'busy':
      return {
        what: 'Nhiều người đang ghi cùng lúc nên yêu cầu chưa được ghi.',
        next: 'Hãy gửi lại sau ít giây.',
      };
    case 'awaiting-signature':
    case 'nothing-to-sign':
    case 'another-must-sign':
    case 'officer-must-prepare':
    case 'outside-field':
    case 'authorisation-ended':
    case 'not-yet-authorised':
    case 'own-authorisation':
    case 'too-many-authorisations':
    case 'nothing-to-revoke':
      return signingRefusal(refused, names);
    case 'file-refused':
    case 'upload-gone':
    case 'upload-replaced':
    case 'too-many-files':
    case 'already-attached':
    case 'not-attached':
    case 'evidence-stands':
      return fileRefusal(refused);
    case 'not-published':
      return {
        what: 'Chưa có quyết định phê duyệt được công bố cho mọi hồ sơ của đợt, nên chưa có mức nào để giao hoặc để kết thúc.',
        next: 'Hãy chờ hồ sơ được phê duyệt và kết quả được báo cho các đơn vị; mở hồ sơ để xem đang ở đâu.',
      };
    case 'nothing-approved':
      return {
        what: `${names.unit(refused.unit)} không có mức nào được phê duyệt trong đợt này, nên không có gì để giao.`,
        next: 'Hãy kiểm tra lại đơn vị; nếu đơn vị cần kinh phí thì phải có quyết định phê duyệt bổ sung trước.',
      };
    case 'too-many-grants':
      return {
        what: `Sổ của đơn vị đã có ${refused.most} lần cấp, nhiều nhất có thể trong một năm.`,
        next: 'Hãy dồn phần còn lại vào ít lần hơn: thu hồi một lần cấp rồi ghi lại chung với phần mới.',
      };
    case 'already-reversed':
      return {
        what: `${names.person(refused.by)} đã thu hồi lần cấp này lúc ${moment(refused.at)}, theo quyết định số ${refused.number}.`,
        next: 'Không cần làm gì thêm; số còn lại của đơn vị đã được tính lại.',
      };
    case 'round-closed':
      return {
        what: `${names.person(refused.by)} đã kết thúc đợt này lúc ${moment(refused.at)}. Số chưa giao đã hết hiệu lực, nên không giao, không thu hồi thêm được.`,
        next: 'Hãy xem sổ của đợt; kinh phí của năm sau thuộc đợt dự toán mới.',
      };
    case 'year-not-over':
      return {
        what: `Chưa đến cuối năm ngân sách: đợt này chỉ kết thúc được từ ngày ${shortDate(refused.earliest)}.`,
        next: 'Đến ngày đó hãy thực hiện lại; trước đó các đơn vị vẫn được giao phần còn lại.',
      };
    case 'adjustment-pending': {
      const { number, year } = names.packageParts(refused.package);
      return {
        what: `${names.unit(refused.unit)} đang có một điều chỉnh chưa được quyết định (hồ sơ số ${number} năm ${year}).`,
        next: 'Hãy chờ hồ sơ đó được phê duyệt, hoặc rút hồ sơ đó rồi lập điều chỉnh mới.',
      };
    }
    case 'too-many-adjustments':
      return {
        what: `Mức phê duyệt của đơn vị đã được điều chỉnh ${refused.most} lần, nhiều nhất có thể trong một năm.`,
        next: 'Hãy đưa thay đổi này vào đợt dự toán năm sau.',
      };
    case 'not-an-adjustment':
      return {
        what: 'Chỉ hồ sơ điều chỉnh mới rút được, và chỉ khi còn ở bước đầu tiên.',
        next: 'Nếu hồ sơ đang ở bước sau, hãy đề nghị bước đó trả lại trước rồi rút.',
      };
    case 'adjustment-fixed':
      return {
        what: 'Số liệu của hồ sơ điều chỉnh được giữ nguyên từ khi lập, không sửa, không trả lại và không ghi ý kiến riêng từng nội dung được.',
        next: 'Nếu chưa đúng, hãy trả lại; nơi lập rút hồ sơ này và lập điều chỉnh mới.',
      };
    case 'not-consulted':
    case 'comments-closed':
    case 'too-many-comments':
    case 'nothing-to-withdraw':
      return commentRefusal(refused, names);
  }
};
