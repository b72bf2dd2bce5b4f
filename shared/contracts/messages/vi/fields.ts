/** What the fields of forms are called, by the last part of their path. */
const names: Readonly<Record<string, string>> = {
  no: 'Số thứ tự',
  activity: 'Nhiệm vụ',
  content: 'Nội dung chi',
  measure: 'Đơn vị tính',
  quantity: 'Số lượng',
  times: 'Số lần',
  unitPrice: 'Đơn giá',
  amount: 'Thành tiền',
  figure: 'Số tiền',
  source: 'Nguồn kinh phí',
  basis: 'Căn cứ',
  note: 'Ghi chú',
  classification: 'Mục lục ngân sách',
  reason: 'Lý do',
  number: 'Số quyết định',
  date: 'Ngày ký',
  year: 'Năm',
  to: 'Nơi nhận lại',
  remark: 'Ý kiến kèm theo',
  choice: 'Quyết định',
  due: 'Hạn',
  members: 'Thành viên của nhóm',
  lines: 'Các nội dung chi',
  giver: 'Người ủy quyền',
  recipient: 'Người được ủy quyền',
  paperNumber: 'Số giấy ủy quyền',
  from: 'Có hiệu lực từ ngày',
  until: 'Đến hết ngày',
  works: 'Việc được ký',
  office: 'Cơ quan',
  about: 'Nơi đính kèm',
  upload: 'Tệp đã tải lên',
  target: 'Nơi đính kèm',
  text: 'Bảng mục lục ngân sách',
  ceiling: 'Mức trần',
  spread: 'Cách cắt',
  unit: 'Đơn vị',
  units: 'Các đơn vị',
  estimate: 'Đơn vị',
  shares: 'Các phần chia',
  comment: 'Ý kiến',
  line: 'Nội dung chi',
  countedWith: 'Tính ở đơn vị',
  tranche: 'Đợt cấp',
  signer: 'Người ký',
  cites: 'Quyết định được điều chỉnh',
  kind: 'Loại',
  split: 'Số tiền theo nhiệm vụ',
  narrative: 'Nhận xét',
  channel: 'Cách gửi',
  cutOff: 'Ngày chốt',
  sure: 'Hạn rất gấp',
  asks: 'Nội dung yêu cầu',
  summary: 'Kết quả chung',
  difficulties: 'Khó khăn, vướng mắc',
  proposals: 'Kiến nghị, đề xuất',
  links: 'Đường dẫn minh chứng',
  rows: 'Các nhiệm vụ',
  progress: 'Tiến độ',
  planned: 'Kế hoạch',
  done: 'Đã làm',
  estimated: 'Ước cả kỳ',
  reached: 'Số đạt',
  of: 'Trên tổng số',
  actual: 'Chính thức kỳ trước',
  spent: 'Đã chi',
  count: 'Số lượng',
  airings: 'Lượt phát',
  minutes: 'Phút',
  span: 'Khoảng thời gian',
};

const stages: Readonly<Record<string, string>> = {
  estimate: 'Hạn lập dự toán',
  synthesis: 'Hạn tổng hợp',
  appraisal: 'Hạn thẩm định',
  approval: 'Hạn phê duyệt',
};

const sources = {
  state_budget: 'Ngân sách nhà nước',
  mobilised: 'Huy động, xã hội hóa',
  merged_programme: 'Lồng ghép chương trình',
  commune_budget: 'Ngân sách xã (ngoài chuỗi)',
};

const sourceNames: Readonly<Record<string, string>> = sources;

/** Names of fields and of the places in a form. */
export const fields = {
  /** A field's own name. */
  name: (key: string): string => names[key] ?? key,
  /** Where in a form a path leads, in words: `Dòng 3, Thành tiền`. */
  place: (path: string): string => {
    const [, row] = /^codes\[(\d+)\]$/.exec(path) ?? [];
    if (row !== undefined) return `Dòng ${Number(row) + 1} của bảng`;
    const [, list, index, rest] = /(?:^|\.)(lines|figures|split)\[(\d+)\](?:\.(.+))?$/.exec(path) ?? [];
    const last = path.split('.').at(-1) ?? path;
    if (list !== undefined) {
      const key = rest?.split('.')[0];
      const name = key === undefined ? '' : list !== 'lines' && key === 'amount' ? 'Số tiền' : (names[key] ?? key);
      return [`Dòng ${Number(index) + 1}`, name].filter((part) => part !== '').join(', ');
    }
    const [, row2, cell = ''] = /^rows\[(\d+)\](?:\.counts\[\d+\])?\.(\w+)$/.exec(path) ?? [];
    if (row2 !== undefined)
      return `Nhiệm vụ thứ ${Number(row2) + 1}, ${cell === 'remark' ? 'Giải thích' : (names[cell] ?? cell)}`;
    const [, target, part = ''] = /^targets\[(\d+)\]\.(\w+)$/.exec(path) ?? [];
    if (target !== undefined) return `Chỉ tiêu thứ ${Number(target) + 1}, ${names[part] ?? part}`;
    if (path.startsWith('due.') || path.includes('.due.')) return stages[last] ?? 'Hạn';
    if (path.startsWith('line.')) return `Nội dung số ${path.slice('line.'.length)}`;
    const [, source = '', activity] = /^amount\.(\w+)\.(.+)$/.exec(path) ?? [];
    if (activity !== undefined)
      return `Số tiền giao, nhiệm vụ ${activity}${source === 'state_budget' ? '' : ` (${sourceNames[source] ?? source})`}`;
    if (path.startsWith('members')) return 'Thành viên của nhóm';
    if (path.startsWith('share')) return 'Các phần chia';
    if (path.startsWith('priority.')) return `Thứ tự ưu tiên của ${path.slice(9)}`;
    if (path.startsWith('cut.')) return `Mức sau khi cắt, dòng ${/(\d+)\.amount$/.exec(path)?.[1] ?? ''}`;
    if (last === 'basis') return 'Thẩm quyền ký';
    return names[last] ?? path;
  },
  datePattern: 'ngày/tháng/năm',
  sources,
  classificationParts: {
    chapter: 'Chương',
    category: 'Loại',
    item: 'Khoản',
    section: 'Mục',
    subsection: 'Tiểu mục',
  },
};
