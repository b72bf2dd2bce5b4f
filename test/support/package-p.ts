import type { DraftLine } from '../../shared/domain/draft.ts';

/** A line typed by an officer. */
export const aLine = (line: Partial<DraftLine> & Pick<DraftLine, 'activity'>): DraftLine => ({
  content: `Nội dung ${line.activity}`,
  measure: 'lần',
  quantity: '1',
  times: '1',
  unitPrice: '1.000.000',
  amount: '',
  source: 'state_budget',
  basis: '',
  note: '',
  ...line,
});

/** Package P: what five units of Tây Giang propose, 215.700.000 đ in all. Phòng NN&PTNT signs a nil. */
export const packageP = {
  'tg.tt': [
    aLine({
      activity: 'b.1',
      content: 'Chuyên mục truyền hình',
      measure: 'số',
      quantity: '12',
      unitPrice: '2.500.000',
    }),
    aLine({
      activity: 'b.4',
      content: 'Chương trình phát thanh',
      measure: 'số',
      quantity: '12',
      unitPrice: '1.200.000',
    }),
    aLine({ activity: 'd.2', content: 'Video clip', measure: 'clip', quantity: '2', unitPrice: '15.000.000' }),
  ],
  'tg.vhtt': [
    aLine({ activity: 'c.1', content: 'Ngày chuyển đổi số', unitPrice: '45.000.000' }),
    aLine({ activity: 'c.2', content: 'Tập huấn cán bộ', measure: 'lớp', quantity: '2', unitPrice: '12.350.000' }),
    aLine({ activity: 'd.1', content: 'Tờ rơi', measure: 'tờ', quantity: '5.000', unitPrice: '3.200' }),
  ],
  'tg.kt': [aLine({ activity: 'c.3', content: 'Hội thảo doanh nghiệp', unitPrice: '18.600.000' })],
  'tg.hd': [aLine({ activity: 'f', content: 'Cuộc thi tìm hiểu', unitPrice: '22.000.000' })],
  'tg.gd': [aLine({ activity: 'e', content: 'Tiết học ngoại khóa', unitPrice: '15.000.000' })],
} satisfies Record<string, readonly DraftLine[]>;

/** The units that propose money in Package P. */
export const proposing = ['tg.tt', 'tg.vhtt', 'tg.kt', 'tg.hd', 'tg.gd'] as const;
