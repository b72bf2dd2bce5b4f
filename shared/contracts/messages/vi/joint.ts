/** Activities that several units lead together. */
export const joint = {
  title: 'Nhiệm vụ nhiều đơn vị cùng chủ trì',
  submits: (submitter: string, leads: string): string => `${submitter} nộp; cùng chủ trì: ${leads}`,
  claim: (unit: string, amount: string, submitter: string, activity: string): string =>
    `Cảnh báo: ${unit} cũng đề nghị ${amount} cho nhiệm vụ ${activity}, trong khi ${submitter} là đơn vị nộp. Phần của ${unit} không cộng vào tổng; nhiệm vụ chỉ tính một lần, ở ${submitter}.`,
  others: (activity: string, submitter: string): string =>
    `Nhiệm vụ ${activity} do ${submitter} nộp. Nội dung chi của nhiệm vụ này trong dự toán của đơn vị vẫn được ghi nhưng không cộng vào tổng.`,
  notCounted: (submitter: string): string => `không cộng vào tổng; tính ở ${submitter}`,
  name: (activity: string): string => `Đơn vị nộp nhiệm vụ ${activity}`,
  doName: 'Chỉ định',
  share: (activity: string): string => `Chia kinh phí nhiệm vụ ${activity} cho các đơn vị cùng chủ trì`,
  shareHint:
    'Chỉ để biết phần nào cho đơn vị nào; cộng lại không được cao hơn kinh phí của nhiệm vụ. Nộp bản mới thì chia lại.',
  doShare: 'Ghi các phần chia',
  shared: (parts: string): string => `Đã chia: ${parts}`,
};
