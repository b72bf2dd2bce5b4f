import { anOffice, type Office } from './office.ts';

const toFinance = async (office: Office): Promise<void> => {
  await office.open();
  await office.fileP();
  await office.lock();
  await office.forward('synthesis');
};

/** Opens the round and brings Package P up to the People's Committee, its figures as proposed. */
export const toCommittee = async (office: Office): Promise<void> => {
  await toFinance(office);
  await office.forward('appraisal');
};

/** Package P, locked and synthesized, with Finance. */
export const atFinance = async (): Promise<Office> => {
  const office = await anOffice();
  await toFinance(office);
  return office;
};

/** Finance's cuts of scenario 10: d.2 to 2 × 12.000.000, c.1 to 38.000.000. */
export const cutAsInScenario10 = async (office: Office): Promise<void> => {
  const finance = office.someone('tg.tckh');
  await office.act(
    finance,
    await office.figures('appraisal', 'tg.tt', [{ no: 3, amount: 24_000_000, reason: 'Theo đơn giá đã ký năm 2021' }]),
  );
  await office.act(
    finance,
    await office.figures('appraisal', 'tg.vhtt', [
      { no: 1, amount: 38_000_000, reason: 'Dùng hội trường huyện, không thuê' },
    ]),
  );
};
