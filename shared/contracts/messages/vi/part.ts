/** Parts that are returned on their own, and supplements. */
export const part = {
  of: (unit: string, number: number, stage: string): string =>
    `Phần của ${unit}, được trả lại từ hồ sơ số ${number} ở bước ${stage.toLocaleLowerCase('vi')} và đi riêng`,
  supplement: 'Hồ sơ bổ sung: dành cho đơn vị chưa có dự toán khi khóa',
  reason: (text: string, who: string): string => `Lý do: ${text} (${who})`,
  left: (number: string): string => `đã trả lại, đi riêng trong hồ sơ số ${number}`,
  awaits: (units: string, due: string): string => `Đang chờ dự toán của ${units}, hạn ${due}.`,
  allIn: 'Đã nhận xong dự toán; hồ sơ đang được chuyển lên bước tiếp theo.',
  close: 'Chuyển lên, không chờ nữa',
  closeFollows: 'Đơn vị chưa gửi sẽ không có trong hồ sơ này. Nếu chưa có đơn vị nào gửi, hồ sơ kết thúc tại đây.',
  empty: 'Hồ sơ kết thúc mà không có quyết định: không còn nội dung nào để xét.',
  returnTitle: 'Trả lại phần của một đơn vị',
  returnHint: 'Viết rõ cần sửa gì, để đơn vị sửa được ngay.',
  returnFollows:
    'Phần này tách thành một hồ sơ riêng và trở về đơn vị; phần còn lại vẫn đi tiếp, tổng số không tính phần đã trả lại.',
  chooseUnit: 'Chọn đơn vị…',
  returnDue: 'Hạn gửi lại',
  doReturn: 'Trả lại phần này',
  noUnits: 'Không còn phần nào của đơn vị trong hồ sơ này.',
  supplementTitle: (year: number): string => `Mở hồ sơ bổ sung năm ${year}`,
  supplementUnits: 'Đơn vị được bổ sung',
  supplementFollows:
    'Mỗi đơn vị được chọn nhận thư giao việc. Khi đủ dự toán, hồ sơ bổ sung tự đi qua các bước và có quyết định riêng.',
  supplementDue: 'Hạn nộp dự toán',
  doSupplement: 'Mở hồ sơ bổ sung',
  toSupplement: 'Mở hồ sơ bổ sung',
  nobodyLate: 'Mọi đơn vị đã có dự toán trong một hồ sơ.',
  openFor: (number: string): string => `Dự toán được mở lại cho hồ sơ số ${number}.`,
  inPackage: (number: string): string => `hồ sơ số ${number}`,
  uneven: 'Các hồ sơ đang ở những bước khác nhau: tổng thẩm định, phê duyệt chỉ gồm những đơn vị đã đến bước đó.',
};
