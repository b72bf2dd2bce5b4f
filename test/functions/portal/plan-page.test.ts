import { describe, expect, it } from 'vitest';
import { Plan } from '../../../shared/domain/plan.ts';
import { anOffice, planFile } from '../../support/office.ts';
import { readDocument } from '../../support/html.ts';
import { aPortal } from './portal-office.ts';

const plans = [
  'tay-giang-2021-2025',
  'tam-ky-2021-2025',
  'ai-thuong-2023',
  'quang-nam-ct07-2023',
  'son-duong-10-10-2022',
];

describe('the plan on its page', () => {
  it.each(plans)('%s: every place that is unclear has its reading and the reason, and every note shows', async (id) => {
    const plan = Plan.parse(planFile(id));
    const office = await anOffice(id);
    const [person] = plan.people;
    for (const language of ['vi', 'en'] as const) {
      const visitor = await aPortal(office).as(person?.id ?? '', { language });
      const page = readDocument((await visitor.get('/plan')).text).text.replaceAll(/\s+/gu, ' ');
      expect(plan.issues.length).toBeGreaterThan(0);
      for (const { text, reading, reason } of plan.issues) {
        expect(reason).toBeDefined();
        for (const said of [text, reading, reason]) expect(page).toContain(said?.[language]);
      }
      const notes = [
        ...plan.activities.map((one) => one.notes),
        ...plan.units.map((one) => one.notes),
        ...plan.budgetRules.map((one) => one.notes),
        ...(plan.chain?.stages ?? []).map((one) => one.notes),
        plan.chain?.notes,
        plan.period.note,
      ];
      for (const note of notes.flatMap((one) => one ?? [])) expect(page).toContain(note[language]);
    }
  });

  it('shows the notes of duties to report beside their dates, dated or not, and both pages lead to one another', async () => {
    const office = await anOffice('tam-ky-2021-2025', '2021-09-01T01:00:00.000Z');
    const visitor = await aPortal(office).as('tk.vhtt.cv');
    const duties = await visitor.get('/cycles?year=2021');
    expect(duties.text).toContain('Năm suy từ kết quả của năm 2021.');
    expect(duties.text).toContain('href="/plan"');
    expect((await visitor.get('/')).text).toContain('href="/plan"');
    expect((await visitor.get('/plan')).text).toContain('href="/cycles"');
  });
});
