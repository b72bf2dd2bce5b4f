import { anOffice, type Office } from './office.ts';
import { aLine, packageP } from './package-p.ts';

/** Package P with activities that several sources pay, of several lines each, and one that the communes pay too. */
const manySources = {
  ...packageP,
  'tg.tt': [
    aLine({ activity: 'b.1', content: 'Chuyên mục', quantity: '12', unitPrice: '2.500.000' }),
    aLine({ activity: 'b.1', content: 'Bản tin tiếng Cơ Tu', unitPrice: '7.000.001' }),
    aLine({ activity: 'b.1', content: 'Phim phóng sự', unitPrice: '9.000.000', source: 'mobilised' }),
    aLine({ activity: 'b.4', content: 'Phát thanh', unitPrice: '14.400.000', source: 'merged_programme' }),
    aLine({ activity: 'd.2', content: 'Video clip', quantity: '2', unitPrice: '15.000.000' }),
  ],
  'tg.vhtt': [
    aLine({ activity: 'c.1', content: 'Ngày chuyển đổi số', unitPrice: '45.000.000' }),
    aLine({ activity: 'c.1', content: 'Gian trưng bày', unitPrice: '10.000.000', source: 'mobilised' }),
    aLine({ activity: 'c.1', content: 'Quà tặng', unitPrice: '5.000.003', source: 'mobilised' }),
    aLine({ activity: 'c.6', content: 'Diễn đàn, phần phòng', unitPrice: '12.000.000', source: 'merged_programme' }),
    aLine({ activity: 'c.6', content: 'Diễn đàn, phần các xã', unitPrice: '9.000.000', source: 'commune_budget' }),
  ],
};

/** A round of several sources with Finance, its figures as proposed. */
export const sourcesAtFinance = async (): Promise<Office> => {
  const office = await anOffice();
  await office.open();
  for (const [unit, lines] of Object.entries(manySources)) await office.submit(unit, lines);
  await office.signNil('tg.nn');
  await office.lock();
  await office.forward('synthesis');
  return office;
};

/** The same, approved as proposed and published. */
export const approvedSources = async (): Promise<Office> => {
  const office = await sourcesAtFinance();
  await office.forward('appraisal');
  await office.approve();
  return office;
};
