type Counts = {
  readonly submitted: number;
  readonly nil: number;
  readonly missing: number;
  readonly late: number | null;
};

/** A round: its tracker, its units, its opening and lock. */
export const round = {
  title: (year: number): string => `Đợt dự toán ${year}`,
  stages: { estimate: 'Đơn vị lập', synthesis: 'Tổng hợp', appraisal: 'Thẩm định', approval: 'Phê duyệt' },
  leadUnits: 'Các đơn vị chủ trì',
  tracker: {
    label: 'Hồ sơ đang ở đâu',
    done: 'xong',
    locked: 'đã khóa',
    opening: 'đang chuyển đến',
    since: (at: string): string => `đang xử lý từ ${at}`,
    until: (due: string): string => `Hạn: ${due}`,
    planned: (date: string): string => `hạn ${date}`,
    submission: (n: number): string => `Đây là lần trình ${n}.`,
  },
  counts: ({ submitted, nil, missing, late }: Counts): string =>
    [
      ...(submitted === 0 ? [] : [`${submitted} đã nộp`]),
      ...(late === null || late === 0 ? [] : [`trong đó ${late} nộp muộn`]),
      ...(nil === 0 ? [] : [`${nil} không đề xuất`]),
      ...(missing === 0 ? [] : [`${missing} chưa nộp`]),
    ].join(', '),
  unit: 'Đơn vị',
  standing: 'Tình trạng',
  tableCaption: 'Từng đơn vị, số tiền bằng đồng',
  total: 'Tổng cộng',
  submittedVersion: (n: number): string => `Đã nộp, bản ${n}`,
  late: 'nộp muộn',
  lateBy: (days: number): string => `nộp muộn ${days} ngày`,
  nil: 'Không đề xuất kinh phí',
  missing: {
    opening: 'Đang giao việc',
    untouched: 'Chưa nộp: chưa bắt đầu',
    drafting: 'Chưa nộp: đang soạn',
    recalled: 'Chưa nộp lại: đã rút về',
    returned: 'Chưa nộp lại: được trả lại để sửa',
    submitted: 'Đã nộp',
    nil: 'Không đề xuất kinh phí',
  },
  opening: 'Hệ thống đang giao việc cho từng đơn vị. Hãy tải lại trang sau ít giây.',
  locking: 'Lệnh khóa đã được ghi; hệ thống đang lập hồ sơ trình. Hãy tải lại trang sau ít giây.',
  closed: (at: string, who: string): string => `Đợt đã kết thúc lúc ${at} (${who}); số chưa giao đã hết hiệu lực.`,
  noUnits: 'Đợt này không có đơn vị nào phải lập dự toán.',
  notAmong: 'Cơ quan của ông/bà không phải lập dự toán trong đợt này.',
  adjusted: 'Mức phê duyệt trong bảng là mức ban đầu; mức sau điều chỉnh ở sổ theo dõi giao dự toán.',
  packages: 'Hồ sơ trình',
  toLock: 'Xem và khóa',
  lockTitle: (year: number): string => `Khóa dự toán năm ${year}`,
  lockMissing: (units: string): string =>
    `Chưa có dự toán của: ${units}. Nếu khóa bây giờ, các đơn vị này không có trong hồ sơ (không tính là 0 đồng) và chỉ gửi được qua hồ sơ bổ sung.`,
  lockEarly: (units: string): string => `Vẫn còn trong hạn nộp: ${units}.`,
  lockFollows:
    'Khi khóa, mỗi đơn vị được khóa với bản đang có; sau đó đơn vị không sửa được nữa và hồ sơ chuyển sang bước tiếp theo.',
  lock: 'Khóa và lập hồ sơ',
  openTitle: 'Mở đợt dự toán',
  open: 'Mở đợt và giao việc',
  yearOpen: (year: number): string => `${year} (đã mở)`,
  dueLegend: 'Hạn của từng bước',
  dueHint:
    'Kế hoạch không ấn định ngày nên hệ thống gợi ý 5 ngày làm việc cho mỗi bước; ông/bà có thể sửa. Ghi ngày/tháng/năm.',
  dueSuggested: (offices: string, day: string): string => `${offices} · gợi ý: ${day}`,
  groupHint: 'Chọn các đơn vị thuộc nhóm này trong năm. Danh sách là gợi ý, cơ quan thường trực quyết định.',
};
