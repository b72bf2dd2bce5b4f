import type { SigningBasis } from '../../../domain/package.ts';
import type { AnyProblem } from '../../../domain/refusal.ts';
import { money, shortDate } from '../format.ts';
import { fields } from './fields.ts';

const BASES: { readonly [B in SigningBasis]: string } = {
  own_right: 'chưa đúng: người đứng đầu ký thì chọn “Ký theo thẩm quyền”.',
  kt: 'chưa đúng: cấp phó ký thì chọn “KT.” (ký thay).',
  tl: 'chưa đúng: người ký theo lệnh của người đứng đầu thì chọn “TL.” (thừa lệnh).',
  tuq: 'chưa đúng: người ký theo giấy ủy quyền thì chọn “TUQ.” (thừa ủy quyền).',
};

/** What is wrong and its remedy, without the place: for a message that stands at its field. */
export const explain = (found: AnyProblem): string => {
  switch (found.code) {
    case 'away-too-long':
      return `dài quá ${found.most} ngày. Vắng lâu như vậy thì ghi thôi giữ chức vụ và cử người khác.`;
    case 'absence-overlaps':
      return `trùng với lần vắng đã ghi từ ${shortDate(found.from)} đến ${shortDate(found.until)}. Hãy bỏ lần đó trước, hoặc chọn ngày khác.`;
    case 'away-too':
      return `cũng vắng từ ${shortDate(found.from)} đến ${shortDate(found.until)}. Hãy chọn người có mặt trong những ngày này.`;
    case 'stands-in':
      return `trùng với thời gian làm thay cho ${found.person} (${shortDate(found.from)} đến ${shortDate(found.until)}). Hãy cử người khác làm thay ở đó trước.`;
    case 'not-of-the-office':
      return `không thuộc ${found.offices.join(', ')} và không có giấy ủy quyền của thủ trưởng cho cả thời gian này. Hãy chọn người cùng cơ quan, hoặc ghi giấy ủy quyền trước.`;
    case 'leaves-already':
      return `đã được ghi là thôi giữ chức vụ sau ngày ${shortDate(found.lastDay)}. Không cần ghi lại.`;
    case 'not-later':
      return `phải sau ngày ${shortDate(found.than)}. Gia hạn chỉ lùi hạn, không rút ngắn.`;
    case 'after-lock':
      return `vượt hạn chốt dự toán (${shortDate(found.latest)}). Hãy gia hạn việc chốt trước, hoặc chọn ngày sớm hơn.`;
    case 'outside-years':
      return `ngoài khoảng từ ${shortDate(found.from)} đến ${shortDate(found.to)} mà lịch nhận. Hãy kiểm tra lại năm.`;
    case 'works-anyhow':
      return 'là ngày trong tuần, vốn đã làm việc. Ngày làm bù phải là thứ Bảy hoặc Chủ nhật.';
    case 'off-anyhow':
      return 'là thứ Bảy hoặc Chủ nhật, vốn đã nghỉ. Ngày hoán đổi phải là ngày trong tuần.';
    case 'day-listed':
      return `${shortDate(found.date)} đã có trong lịch (${found.name.vi}). Hãy sửa dòng của ngày đó thay vì thêm lần nữa.`;
    case 'day-not-listed':
      return `${shortDate(found.date)} không có trong lịch. Hãy tải lại trang và chọn lại ngày.`;
    case 'too-many-days':
      return `nhiều quá ${found.most} ngày một lần. Hãy chia thành nhiều lần.`;
    case 'in-a-package':
      return `đã ở ${found.package === null ? 'một hồ sơ' : `hồ sơ số ${found.package.replace(/^.*\.p/, '')}`}. Hồ sơ bổ sung chỉ dành cho đơn vị chưa có dự toán khi khóa.`;
    case 'too-many-units':
      return `nhiều quá ${found.most} đơn vị. Hãy chia thành nhiều hồ sơ bổ sung.`;
    case 'empty':
      return 'còn trống. Hãy nhập, hoặc để trống cả dòng nếu không dùng.';
    case 'missing':
      return 'còn thiếu. Hãy nhập hoặc chọn.';
    case 'invalid':
      return 'không hợp lệ. Hãy nhập lại theo đúng dạng đã gợi ý.';
    case 'reason-missing':
      return 'còn trống. Hãy ghi lý do để nơi nhận biết vì sao.';
    case 'not-a-date':
      return 'không phải là một ngày. Hãy nhập ngày/tháng/năm, ví dụ 25/03/2022.';
    case 'too-long':
      return `dài quá ${found.most} ký tự. Hãy viết ngắn lại.`;
    case 'not-an-amount':
    case 'not-a-number':
      return `“${found.given}” không phải là số. Hãy viết như 1.234.567 hoặc 1234567.`;
    case 'comma-in-amount':
    case 'comma':
      return `“${found.given}” có dấu phẩy nên không rõ là bao nhiêu. Hãy viết số nguyên, dùng dấu chấm ngăn hàng nghìn: 1.234.567.`;
    case 'not-whole':
      return 'phải là số nguyên, không có phần lẻ. Ví dụ 1.234.567.';
    case 'negative':
      return 'không được âm. Hãy nhập số từ 0 trở lên.';
    case 'zero':
      return 'phải lớn hơn 0. Hãy nhập lại, hoặc để trống cả dòng nếu không dùng.';
    case 'too-large':
      return `lớn hơn mức cho phép (${money(found.most).replace('\u00a0đ', '')}). Hãy kiểm tra lại các chữ số, hoặc tách thành nhiều dòng.`;
    case 'amount-differs':
      return `${money(found.given)} khác số lượng × số lần × đơn giá = ${money(found.worked)}. Hãy sửa một trong các số, hoặc để trống để hệ thống tự tính.`;
    case 'unknown-activity':
      return `“${found.given}” không có trong kế hoạch. Hãy chọn một trong: ${found.allowed.join(', ')}.`;
    case 'not-your-activity':
      return `“${found.given}” do đơn vị khác chủ trì. Hãy chọn một trong: ${found.allowed.join(', ')}.`;
    case 'commune-budget-line':
      return 'là ngân sách xã, nằm ngoài chuỗi này. Hãy bỏ dòng này và lập trong dự toán ngân sách xã; chỉ ghi để biết bên cạnh phần trong chuỗi của một nhiệm vụ có hai nguồn.';
    case 'doubled-line':
      return 'trùng với một dòng khác. Hãy tải lại trang rồi nhập lại dòng này.';
    case 'no-successor':
      return `có ${found.name.vi}, đã kết thúc hoạt động và chưa có đơn vị kế thừa. Hãy ghi đơn vị kế thừa vào “successions” của kế hoạch rồi đăng ký lại.`;
    case 'nobody-reports':
      return 'không có đơn vị nào. Chọn ít nhất một đơn vị, hoặc bổ sung đơn vị vào kế hoạch trước.';
    case 'short-notice':
      return 'chưa được chọn, trong khi hạn để lại chưa đến một ngày làm việc. Hãy lùi hạn, hoặc đánh dấu là biết hạn rất gấp.';
    case 'no-such-period':
      return `“${found.given}” không phải là một khoảng của kỳ báo cáo này. Hãy tải lại trang.`;
    case 'not-owed':
      return `“${found.given}” không phải là nhiệm vụ mà đơn vị này báo cáo, hoặc được ghi hai lần. Hãy tải lại trang.`;
    case 'not-a-link':
      return `“${found.given}” không phải là đường dẫn. Mỗi dòng một đường dẫn, bắt đầu bằng http:// hoặc https://.`;
    case 'too-many-links':
      return `nhiều quá ${found.most} đường dẫn. Hãy giữ lại những đường dẫn chính.`;
    case 'activity-unsaid':
      return `thiếu nhiệm vụ ${found.activity}. Mỗi nhiệm vụ đơn vị chủ trì cần một dòng, kể cả chưa thực hiện.`;
    case 'done-above-planned':
      return `còn trống, trong khi đã làm ${found.done} so với kế hoạch ${found.planned}. Hãy viết một câu giải thích; câu này được gửi lên cùng số liệu.`;
    case 'spent-above-granted':
      return `còn trống, trong khi đã chi nhiều hơn mức đã cấp (${money(found.granted)}). Hãy ghi lý do; lý do này được gửi lên cùng số liệu.`;
    case 'far-from-last':
      return `còn trống, trong khi lần này là ${found.done}, khác xa kỳ trước (${found.before}). Hãy viết một câu giải thích, hoặc sửa lại số.`;
    case 'estimate-not-trued':
      return `còn trống, trong khi kỳ trước báo cáo ước ${found.estimated}. Hãy ghi số chính thức của kỳ trước, hoặc viết một câu giải thích vì sao chưa có.`;
    case 'reached-above-all':
      return `lớn hơn tổng số: ${found.reached} trên ${found.of}. Số đạt không thể vượt tổng số, và tổng số phải lớn hơn 0.`;
    case 'nothing-to-true':
      return 'chỉ điền khi kỳ trước có số ước và kỳ đó đã kết thúc. Hãy để trống.';
    case 'done-without-count':
      return 'còn trống, trong khi ghi là đã hoàn thành mà số đã làm là 0. Hãy sửa lại, hoặc viết một câu giải thích.';
    case 'unknown-line':
      return 'không có trong dự toán đã khóa. Hãy tải lại trang.';
    case 'too-many-lines':
      return `nhiều quá ${found.most} dòng. Hãy gộp các nội dung nhỏ.`;
    case 'no-lines':
      return 'chưa có dòng nào. Hãy nhập ít nhất một dòng, hoặc ký “không đề xuất kinh phí”.';
    case 'bad-classification':
      return 'chưa đúng mã. Chương, loại, khoản gồm 3 chữ số; mục, tiểu mục gồm 4 chữ số; có thể để trống.';
    case 'unknown-code':
      return `${fields.classificationParts[found.part]} “${found.given}” không có trong mục lục ngân sách đã nạp. Hãy xem lại mã ở trang Mục lục ngân sách, hoặc để trống.`;
    case 'no-codes':
      return 'còn trống. Hãy dán bảng mục lục, mỗi mã một dòng: Tiểu mục; 6606; Tuyên truyền, quảng cáo.';
    case 'code-row':
      return `“${found.given}” không đọc được. Hãy viết: loại mã; mã; tên. Chương, loại, khoản gồm 3 chữ số; mục, tiểu mục gồm 4 chữ số.`;
    case 'doubled-code':
      return `“${found.given}” lặp lại một mã đã có ở trên. Hãy giữ một dòng.`;
    case 'too-many-codes':
      return `nhiều quá ${found.most} dòng, không giống một mục lục ngân sách. Hãy kiểm tra lại bảng.`;
    case 'above-proposed':
      return `cao hơn mức đơn vị đề nghị (${money(found.proposed)}). Hãy giữ hoặc giảm; muốn tăng thì trả lại để đơn vị lập lại.`;
    case 'date-in-future':
      return `sau hôm nay (${shortDate(found.today)}). Hãy chọn ngày từ hôm nay trở về trước.`;
    case 'date-too-early':
      return `quá sớm. Hãy chọn từ ngày ${shortDate(found.earliest)} trở đi.`;
    case 'due-out-of-order':
      return `trước hạn của bước liền trước (${shortDate(found.after)}). Hãy chọn từ ngày đó trở đi.`;
    case 'unknown-unit':
      return `“${found.given}” không phải là đơn vị thuộc chuỗi của kế hoạch này. Hãy chọn trong danh sách.`;
    case 'not-in-package':
      return `“${found.given}” không có trong hồ sơ này. Hãy chọn một đơn vị của hồ sơ.`;
    case 'outside-plan-period':
      return `ngoài thời gian của kế hoạch (${shortDate(found.start)} đến ${found.end === null ? 'nay' : shortDate(found.end)}). Hãy chọn năm trong khoảng đó.`;
    case 'above-total':
      return `cao hơn tổng hiện có (${money(found.total)}) nên không có gì để cắt. Hãy nhập số từ 0 đến tổng đó.`;
    case 'above-standing':
      return `cao hơn mức hiện có (${money(found.standing)}). Cắt theo mức trần chỉ giữ hoặc giảm.`;
    case 'above-ceiling':
      return `thấp hơn tổng sau khi cắt ${money(found.by)}. Hãy giảm các mức đã giữ, hoặc bỏ chọn “giữ mức này”, rồi tính lại.`;
    case 'not-joint':
      return `“${found.given}” không phải nhiệm vụ do nhiều đơn vị cùng chủ trì. Hãy chọn trong danh sách.`;
    case 'above-activity':
      return `cộng lại ${money(found.shared)}, cao hơn kinh phí của nhiệm vụ (${money(found.total)}). Hãy giảm các phần chia.`;
    case 'not-a-priority':
      return `phải là số từ ${found.least} đến ${found.most}; 1 là cần nhất, được giữ đến cuối.`;
    case 'wrong-basis':
      return BASES[found.allowed];
    case 'unknown-person':
      return `“${found.given}” không có trong kế hoạch. Hãy chọn một người trong danh sách.`;
    case 'not-the-head':
      return 'không phải là người đứng đầu cơ quan này. Chỉ người đứng đầu ủy quyền chữ ký của mình.';
    case 'same-person':
      return 'trùng với người ủy quyền. Hãy chọn một người khác.';
    case 'not-office-work':
      return 'không phải là việc cơ quan này ký. Hãy chọn trong danh sách.';
    case 'lent-on':
      return `chỉ ký theo giấy ủy quyền số ${found.number}, và người được ủy quyền không được ủy quyền lại. Hãy để người đứng đầu ủy quyền.`;
    case 'number-taken':
      return `“${found.number}” đã dùng cho một giấy ủy quyền khác trong năm. Hãy kiểm tra lại số.`;
    case 'authorisation-overlaps':
      return `trùng ngày với giấy ủy quyền số ${found.number} về cùng loại việc. Hãy thu hồi giấy đó trước, hoặc chọn ngày khác.`;
    case 'authorisation-circular':
      return `đang ủy quyền cho người khác trong những ngày này (giấy số ${found.number}), thành vòng tròn. Hãy chọn người khác hoặc ngày khác.`;
    case 'unknown-source':
      return `“${fields.sources[found.given]}”: nhiệm vụ này không có mức nào được phê duyệt từ nguồn đó. Hãy chọn: ${found.allowed.map((source) => fields.sources[source]).join(', ')}.`;
    case 'above-balance':
      return `cao hơn số còn lại của nhiệm vụ này theo nguồn (${money(found.balance)}). Hãy giao không quá số còn lại; muốn hơn thì phải có quyết định phê duyệt thêm trước.`;
    case 'tranche-taken':
      return `đã có một lần cấp mang số này. Hãy dùng số ${found.free}, hoặc thu hồi lần cấp kia trước.`;
    case 'below-granted':
      return `làm mức của nhiệm vụ theo nguồn này thấp hơn số đã giao (${money(found.granted)}). Hãy thu hồi phần đã giao trước, rồi lập điều chỉnh.`;
    case 'no-such-decision':
      return `không có quyết định số “${found.given}” với ngày ấy trong đợt này. Hãy kiểm tra số và ngày trên văn bản được điều chỉnh.`;
    case 'decision-replaced':
      return `đã được thay bằng quyết định số ${found.number}, ngày ${shortDate(found.date)}. Hãy điều chỉnh quyết định đang có hiệu lực ấy.`;
    case 'wrong-direction':
      return found.kind === 'supplement'
        ? `thấp hơn mức hiện nay (${money(found.before)}), mà bổ sung thì chỉ tăng. Hãy nhập cao hơn, hoặc chọn “Điều chỉnh”.`
        : `cao hơn mức hiện nay (${money(found.before)}), mà thu hồi thì chỉ giảm. Hãy nhập thấp hơn, hoặc chọn “Điều chỉnh”.`;
  }
};

/** What is wrong at one place of a form, with its remedy: `Dòng 3, Đơn giá: …`. */
export const problem = (found: AnyProblem): string => `${fields.place(found.path)}: ${explain(found)}`;
