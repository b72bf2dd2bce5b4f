const happened: Readonly<Record<string, string>> = {
  EstimateOpened: 'giao lập dự toán',
  DraftSaved: 'lưu bản nháp',
  EstimateSubmitted: 'nộp dự toán',
  EstimateRecalled: 'rút lại',
  NilSigned: 'ký không đề xuất kinh phí',
  EstimateReturned: 'trả lại kèm lý do',
  EstimateLocked: 'khóa dự toán',
  FiguresSet: 'ghi số thẩm định hoặc phê duyệt',
  ResultPublished: 'báo kết quả',
};

/** A unit's estimate: its form, versions, return. */
export const estimate = {
  title: (unit: string, year: number): string => `Dự toán ${year}: ${unit}`,
  hint: 'Mỗi nội dung chi là một dòng. Thành tiền để trống thì hệ thống tự tính bằng số lượng × số lần × đơn giá. Số tiền viết như 1.234.567. Dòng để trống sẽ được bỏ qua.',
  line: (n: number): string => `Dòng ${n}`,
  chooseActivity: 'Chọn nhiệm vụ',
  remove: 'Bỏ dòng này khi lưu hoặc nộp',
  addRows: 'Thêm 5 dòng',
  save: 'Lưu nháp',
  submit: 'Nộp dự toán',
  submitAgain: 'Nộp bản mới',
  recall: 'Rút lại',
  total: 'Tổng cộng lần lưu hoặc gửi gần nhất',
  nilTitle: 'Không đề xuất kinh phí năm nay',
  nilFollows:
    'Ký để cơ quan tổng hợp biết đơn vị không đề xuất; khác với chưa nộp. Vẫn có thể nộp dự toán trước khi khóa.',
  signNil: 'Ký không đề xuất',
  versions: 'Các bản đã nộp',
  compare: (n: number): string => `so với bản ${n}`,
  history: 'Nhật ký',
  happened,
  submitted: (n: number, amount: string, who: string, at: string): string =>
    `Đã nộp bản ${n}, ${amount}: ${who}, ${at}.`,
  afterSubmit: (office: string): string =>
    `Tiếp theo: ${office} khóa và tổng hợp. Trước khi khóa, đơn vị vẫn nộp được bản mới hoặc rút lại.`,
  missedLock: (office: string, number: string): { readonly what: string; readonly next: string } => ({
    what: `${office} đã khóa khi đơn vị chưa nộp, nên đơn vị không có trong hồ sơ trình số ${number}; không tính là 0 đồng.`,
    next: `Muốn được xét kinh phí, hãy đề nghị ${office} nhận qua hồ sơ bổ sung.`,
  }),
  cameLate: 'Nộp sau hạn; vẫn được nhận và ghi là muộn.',
  draftOver: 'Bản nháp dưới đây chưa có hiệu lực; bản đã nộp vẫn được tính cho đến khi nộp bản mới.',
  returned: (who: string, at: string): string => `Trả lại để sửa: ${who}, ${at}.`,
  nilSigned: (who: string, at: string): string => `Đã ký không đề xuất kinh phí: ${who}, ${at}.`,
  recalled: 'Dự toán đã được rút lại nên hiện chưa được tính vào đợt này. Cần sửa rồi nộp lại trong hạn.',
  thereNow: 'Nội dung hiện có',
  youTyped: 'Nội dung ông/bà vừa nhập',
  overwriteKnowingly:
    'Những gì ông/bà đã nhập vẫn còn dưới đây. Nếu gửi lại, nội dung này sẽ thay cho nội dung hiện có; các bản đã nộp trước vẫn được giữ.',
  remarks: 'Nguồn, căn cứ, ghi chú',
  worked: (quantity: string, measure: string, times: string, price: string): string =>
    `${quantity} ${measure} × ${times} lần × ${price}`,
  lineByLine: 'Từng dòng, số tiền bằng đồng',
  whatChanged: 'Thay đổi',
  difference: { added: 'Thêm mới', removed: 'Đã bỏ', same: 'Giữ nguyên' },
  differenceTitle: (unit: string, from: number, to: number): string => `${unit}: bản ${from} và bản ${to}`,
  toReturn: 'Trả lại đơn vị',
  returnTitle: (unit: string): string => `Trả lại dự toán: ${unit}`,
  returnReasonHint: 'Đơn vị đọc được lý do này. Hãy nêu đủ mọi chỗ cần sửa trong một lần.',
  returnDue: 'Hạn nộp lại',
  returnFollows: 'Đơn vị được báo ngay; bản đã nộp không được tính cho đến khi nộp lại.',
  doReturn: 'Trả lại',
};
