import type { FileFault } from '../../../domain/file-content.ts';
import type { Refusal } from '../../../domain/refusal.ts';
import type { Said } from './refusals.ts';

/** What goes wrong with a file. */
export type FileRefusal = Extract<
  Refusal,
  {
    kind:
      | 'file-refused'
      | 'upload-gone'
      | 'upload-replaced'
      | 'too-many-files'
      | 'already-attached'
      | 'not-attached'
      | 'evidence-stands';
  }
>;

const FAULTS: { readonly [F in FileFault]: Said } = {
  empty: { what: 'không có nội dung gì', next: 'Hãy chọn lại đúng tệp, mở thử trên máy trước khi tải lên.' },
  'too-large': { what: 'lớn quá 20 MB', next: 'Hãy quét lại ở độ phân giải thấp hơn, hoặc chia thành nhiều tệp.' },
  'no-name': { what: 'không có tên dùng được', next: 'Hãy đặt lại tên tệp, ví dụ bao-gia.pdf, rồi tải lên.' },
  'hidden-ending': {
    what: 'có phần đuôi của tệp chạy được hoặc tệp chứa mã lệnh',
    next: 'Hãy xuất nội dung ra PDF, hoặc lưu thành .xlsx, .docx, rồi tải lên.',
  },
  'unknown-type': {
    what: 'không phải PDF, ảnh JPEG hoặc PNG, Excel (.xlsx), Word (.docx) theo nội dung bên trong',
    next: 'Hãy xuất nội dung ra PDF, hoặc chụp, quét thành ảnh, rồi tải lên.',
  },
  'not-its-ending': {
    what: 'có nội dung khác với phần đuôi của tên',
    next: 'Hãy đặt lại phần đuôi cho đúng loại tệp, hoặc lưu lại từ chương trình đã tạo ra tệp.',
  },
  damaged: { what: 'bị hỏng hoặc tải lên chưa trọn', next: 'Hãy mở thử trên máy, lưu lại, rồi tải lên lần nữa.' },
  macros: { what: 'có macro hoặc mã lệnh', next: 'Hãy lưu thành .xlsx hoặc .docx không có macro, hoặc xuất ra PDF.' },
  bomb: { what: 'nén quá nhiều dữ liệu so với kích thước tệp', next: 'Hãy lưu lại tệp, hoặc xuất nội dung ra PDF.' },
  encrypted: { what: 'được đặt mật khẩu', next: 'Hãy bỏ mật khẩu của tệp rồi tải lên.' },
};

/** Why a file was not attached, and what can be done. */
export const fileRefusal = (refused: FileRefusal): Said => {
  switch (refused.kind) {
    case 'file-refused': {
      const { what, next } = FAULTS[refused.why];
      const name = refused.name === '' ? 'Tệp này' : `Tệp “${refused.name}”`;
      return { what: `${name} ${what}, nên không được đính kèm; chưa có gì được ghi.`, next };
    }
    case 'upload-gone':
      return {
        what: 'Không còn tệp đã tải lên: tệp chưa đính kèm chỉ được giữ trong một ngày. Chưa có gì được ghi.',
        next: 'Hãy tải tệp lên lần nữa.',
      };
    case 'upload-replaced':
      return {
        what: 'Tệp đã tải lên khác với tệp được hiển thị cho ông/bà, nên chưa được đính kèm.',
        next: 'Hãy tải tệp lên lần nữa, xem lại rồi đính kèm.',
      };
    case 'too-many-files':
      return {
        what: `Đã có ${refused.most} tệp, nhiều nhất có thể.`,
        next: 'Hãy ghép các tệp nhỏ thành một tệp PDF.',
      };
    case 'already-attached':
      return { what: 'Tệp này đã được đính kèm ở đây.', next: 'Không cần làm gì thêm; hãy xem trong danh sách tệp.' };
    case 'not-attached':
      return {
        what: 'Tệp này không được đính kèm ở đây, hoặc đã được gỡ.',
        next: 'Hãy tải lại trang để xem các tệp hiện có.',
      };
    case 'evidence-stands':
      return {
        what: `Tệp này là minh chứng của bản báo cáo ${refused.version} đã gửi, nên được giữ lại.`,
        next: 'Hãy đính kèm tệp đúng và gửi bản báo cáo sửa.',
      };
  }
};

/** Attached files: their list, and the two pages on which one is added. */
export const files = {
  title: 'Tệp đính kèm',
  none: 'Chưa có tệp nào.',
  add: 'Đính kèm tệp',
  addPaper: 'Đính kèm văn bản đã ký hoặc tài liệu',
  addTitle: (to: string): string => `Đính kèm tệp vào ${to}`,
  estimateOf: (unit: string, year: number): string => `dự toán ${year} của ${unit}`,
  packageOf: (n: number, year: number): string => `hồ sơ trình số ${n} năm ${year}`,
  reportOf: (name: string, unit: string): string => `${name} của ${unit}`,
  addEvidence: 'Đính kèm minh chứng',
  choose: 'Chọn tệp',
  kinds: 'PDF, ảnh JPEG hoặc PNG, Excel (.xlsx), Word (.docx) không có macro; mỗi tệp không quá 20 MB.',
  saveReportFirst: 'Nếu đang viết báo cáo ở trang trước, hãy lưu nháp trước khi tải tệp lên.',
  saveFirst: 'Nếu đang nhập dự toán ở trang trước, hãy lưu nháp trước khi tải tệp lên.',
  upload: 'Tải lên',
  thenConfirm: 'Tải lên xong, ông/bà xem lại và chọn nơi đính kèm; trước đó chưa có gì được ghi.',
  confirmTitle: 'Xem lại rồi đính kèm',
  name: 'Tên tệp',
  type: 'Loại',
  types: { pdf: 'PDF', jpeg: 'ảnh JPEG', png: 'ảnh PNG', xlsx: 'Excel', docx: 'Word' },
  size: 'Kích thước',
  fingerprint: 'Mã SHA-256',
  where: 'Đính kèm vào',
  whole: 'Cả dự toán',
  wholeReport: 'Cả báo cáo',
  line: (no: number, content: string): string => (content === '' ? `Dòng ${no}` : `Dòng ${no}: ${content}`),
  stage: (stage: string, submission: string): string => `${stage}, ${submission}`,
  attach: 'Đính kèm',
  detach: 'Gỡ',
  detachLabel: (name: string): string => `Gỡ tệp ${name}`,
  follows: 'Tệp được ghi vào nhật ký cùng tên người đính kèm. Ai xem được hồ sơ thì tải được tệp.',
  by: (who: string, at: string): string => `${who}, ${at}`,
  bytes: (size: number): string =>
    size < 1_000_000
      ? `${Math.max(1, Math.round(size / 1000))} kB`
      : `${(size / 1_000_000).toFixed(1).replace('.', ',')} MB`,
};
