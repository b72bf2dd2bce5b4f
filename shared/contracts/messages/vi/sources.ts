/** Sources of funds and the budget index. */
export const sources = {
  caption: 'Theo nguồn kinh phí, số tiền bằng đồng',
  memo: 'Ngân sách xã tự chi (để biết, không cộng vào tổng)',
  memoTag: 'để biết, ngoài tổng',
  memoHint:
    'Nhiệm vụ có hai nguồn (ví dụ phần của phòng và phần của xã): dòng chọn nguồn “Ngân sách xã” chỉ ghi để biết, không cộng vào tổng và không qua thẩm định.',
  codes: {
    title: 'Mục lục ngân sách nhà nước',
    hint: 'Dán bảng mục lục (Thông tư 324/2016/TT-BTC), mỗi mã một dòng, ba cột cách nhau bằng dấu chấm phẩy hoặc tab: loại mã; mã; tên. Ví dụ: Tiểu mục; 6606; Tuyên truyền, quảng cáo.',
    follows:
      'Bảng mới thay cho bảng cũ và có hiệu lực với dự toán nộp từ lúc này; dự toán đã nộp không thay đổi. Dòng có mã không có trong bảng sẽ không nộp được.',
    none: 'Chưa nạp mục lục: mã chỉ được kiểm tra số chữ số.',
    loaded: (count: number, edition: number, who: string, at: string): string =>
      `${count} mã, lần nạp ${edition}: ${who}, ${at}.`,
    load: 'Nạp bảng này',
    kind: 'Loại mã',
    code: 'Mã',
    name: 'Tên',
    caption: 'Các mã đang có hiệu lực',
    only: (offices: string): string => `Bảng do ${offices} nạp.`,
  },
};
