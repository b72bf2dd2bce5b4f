type Counts = { readonly submitted: number; readonly nil: number; readonly missing: number; readonly left: number };

/** Deciding on a package: figures, choices, the signature. */
export const decision = {
  title: {
    estimate: (year: number): string => `Dự toán năm ${year}`,
    synthesis: (year: number): string => `Tổng hợp dự toán năm ${year}`,
    appraisal: (year: number): string => `Thẩm định dự toán năm ${year}`,
    approval: (year: number): string => `Phê duyệt dự toán năm ${year}`,
  },
  confirmTitle: {
    estimate: (year: number): string => `Xác nhận dự toán năm ${year}`,
    synthesis: (year: number): string => `Xác nhận tổng hợp dự toán năm ${year}`,
    appraisal: (year: number): string => `Xác nhận và trình dự toán năm ${year}`,
    approval: (year: number): string => `Ký phê duyệt dự toán năm ${year}`,
  },
  figuresTitle: {
    appraisal: (year: number): string => `Thẩm định dự toán năm ${year}`,
    approval: (year: number): string => `Mức phê duyệt khác, dự toán năm ${year}`,
  },
  figuresHint: {
    appraisal:
      'Mỗi nội dung đã điền sẵn mức đề nghị. Giữ nguyên, hoặc giảm và ghi lý do. Không được tăng; muốn tăng thì trả lại để đơn vị lập lại.',
    approval:
      'Mỗi nội dung đã điền sẵn mức thẩm định. Đổi mức nào thì ghi lý do; không được cao hơn mức đơn vị đề nghị.',
  },
  cameBack: (submission: string, who: string, at: string): string => `Trả lại ở ${submission}: ${who}, ${at}`,
  unitsRefused: (n: number): string =>
    `Có ${n} chỗ cần sửa. Số liệu của các đơn vị dưới đây chưa được ghi; các đơn vị khác đã được lưu.`,
  figureAt: (line: string, field: string, explained: string): string => `${line}, ${field}: ${explained}`,
  saveFigures: 'Lưu',
  toSign: 'Chốt số liệu để ký',
  otherWays: 'Trả lại hồ sơ, hoặc chọn cách khác',
  proposedBy: (proposed: string, { submitted, nil, missing, left }: Counts): string =>
    `${[
      `Đề nghị ${proposed} của ${submitted} đơn vị`,
      ...(nil === 0 ? [] : [`${nil} đơn vị không đề xuất`]),
      ...(missing === 0 ? [] : [`${missing} đơn vị chưa nộp khi khóa`]),
      ...(left === 0 ? [] : [`phần của ${left} đơn vị đã trả lại, đi riêng`]),
    ].join('; ')}.`,
  cutBy: (amount: string, lines: number): string => `Đã giảm ${amount} ở ${lines} nội dung.`,
  nothingChanged: 'Không nội dung nào bị thay đổi so với đề nghị.',
  changedLines: (n: number): string => `${n} nội dung đã thay đổi, kèm lý do`,
  allLines: 'Xem đủ mọi nội dung của các đơn vị',
  legend: 'Quyết định của ông/bà',
  choices: {
    approve: (amount: string): string => `Phê duyệt ${amount}`,
    approveFollows: 'Trang sau nhập số, ngày quyết định và ký; các đơn vị được báo ngay sau đó.',
    forward: {
      synthesis: (amount: string): string => `Tổng hợp xong: ${amount}`,
      appraisal: (amount: string): string => `Trình với mức thẩm định ${amount}`,
    },
    forwardFollows: (next: string): string => `Hồ sơ chuyển sang bước ${next}.`,
    amounts: 'Mức khác cho một số nội dung',
    amountsFollow: 'Trang sau sửa từng nội dung và ghi lý do.',
    return: 'Trả lại',
    returnFollows: 'Chọn nơi nhận lại và ghi lý do; lần này được giữ nguyên, hồ sơ trình lại là lần kế tiếp.',
  },
  bound:
    'Quyết định gắn với đúng nội dung trên trang này. Nếu có thay đổi sau khi mở trang, hệ thống sẽ không ghi và cho ông/bà xem lại.',
  optional: 'Không bắt buộc',
  continue: 'Tiếp tục',
  pass: 'Ký và chuyển',
  isPrepared: 'Số liệu đã được chốt và đang chờ ký.',
  toConfirm: 'Xem lại và ký',
  paper: 'Văn bản quyết định',
  numberHint: 'Như trên văn bản, ví dụ 145/QĐ-UBND',
  basis: {
    own_right: 'Ký theo thẩm quyền',
    kt: 'KT. (ký thay người đứng đầu)',
    tl: 'TL. (thừa lệnh người đứng đầu)',
    tuq: 'TUQ. (thừa ủy quyền)',
  },
  root: 'Mã nội dung được ký:',
  sign: (amount: string): string => `Ký phê duyệt ${amount}`,
  submitUpward: (next: string, amount: string): string => `Ký và chuyển sang ${next}: ${amount}`,
  reopen: 'Mở lại số liệu',
};
