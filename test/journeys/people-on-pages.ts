import type { Language } from '../../shared/domain/text.ts';
import { messagesIn } from '../../shared/contracts/messages/messages.ts';
import type { DraftLine } from '../../shared/domain/draft.ts';
import { aBrowser, type Browser, type Page } from '../support/browser.ts';
import { packageP, type proposing } from '../support/package-p.ts';

/** The plan and round of these journeys. */
export const PLAN = 'tay-giang-2021-2025';
const ROUND = `${PLAN}.2022`;

const officers: Readonly<Record<(typeof proposing)[number], string>> = {
  'tg.tt': 'tg.tt.vc',
  'tg.vhtt': 'tg.vhtt.cv',
  'tg.kt': 'tg.kt.cv',
  'tg.hd': 'tg.hd.cb',
  'tg.gd': 'tg.gd.cv',
};

/** Typed lines as the fields of the estimate's form. */
export const typedLines = (lines: readonly DraftLine[]): Record<string, string> =>
  Object.fromEntries(
    lines.flatMap((line, index) =>
      Object.entries(line).flatMap(([name, value]) =>
        typeof value === 'string' ? [[`lines[${index}].${name}`, value]] : [],
      ),
    ),
  );

/** A figure of a line in the appraisal's form. */
export const typedFigure = (unit: string, index: number, amount: string, reason: string): Record<string, string> => ({
  [`units.${ROUND}:${unit}.figures[${index}].amount`]: amount,
  [`units.${ROUND}:${unit}.figures[${index}].reason`]: reason,
});

/**
 * The sample people at their browsers, doing the round's work by clicking. Each act leaves the page that it ended on;
 * `settle` waits until what follows from it has happened. `enter` signs a person in where the laptop's page is not there.
 */
export const peopleOnPages = (
  origin: string,
  language: Language,
  settle: () => Promise<void>,
  enter?: (person: string) => Promise<Browser>,
) => {
  const t = messagesIn(language);
  const actAs = language === 'vi' ? 'Đóng vai' : 'Act as';

  /** Signs a person in through the laptop's page, in the journey's language. */
  const as = async (person: string): Promise<Browser> => {
    if (enter !== undefined) return enter(person);
    const browser = aBrowser(origin);
    await browser.open(`/sign-in?plan=${PLAN}&lang=${language}`);
    await browser.submit(actAs, {}, { person });
    if (browser.page().language !== language) await browser.submit(language === 'vi' ? 'Tiếng Việt' : 'English');
    return browser;
  };

  const landed = (page: Page, done: string): Page => {
    if (page.status === 200 && page.url.searchParams.get('done') === done) return page;
    throw new Error(`${page.url.href} (${page.status}) is not where “${done}” leads: ${page.text.slice(0, 600)}`);
  };

  const done = async (page: Page, what: string): Promise<Page> => {
    landed(page, what);
    await settle();
    return page;
  };

  const openRound = async (year = '2022'): Promise<Page> => {
    const browser = await as('tg.vhtt.cv');
    await browser.follow(t.home.newRound);
    return done(await browser.submit(t.round.open, { year }), 'opened');
  };

  /** The page of an office's own estimate, reached from its task. */
  const estimateForm = async (person: string): Promise<Browser> => {
    const browser = await as(person);
    await browser.follow(/^\/tasks\/estimate/);
    return browser;
  };

  const file = async (
    unit: (typeof proposing)[number],
    lines: readonly DraftLine[] = packageP[unit],
  ): Promise<Page> => {
    const browser = await estimateForm(officers[unit]);
    return done(await browser.submit(t.estimate.submit, typedLines(lines)), 'submitted');
  };

  const signNil = async (): Promise<Page> => {
    const browser = await estimateForm('tg.nn.cv');
    return done(await browser.submit(t.estimate.signNil, { reason: 'Năm nay không tổ chức' }), 'nil');
  };

  /** The page to lock on; `lock` presses its button. */
  const lockForm = async (): Promise<Browser> => {
    const browser = await as('tg.vhtt.cv');
    await browser.follow(/^\/tasks\/lock/);
    return browser;
  };
  const lock = async (): Promise<Page> => done(await (await lockForm()).submit(t.round.lock), 'locked');

  const synthesisForm = async (): Promise<Browser> => {
    const browser = await as('tg.vhtt.cv');
    await browser.follow(/^\/tasks\/synthesis/);
    return browser;
  };
  const passSynthesis = async (): Promise<Page> => {
    const browser = await synthesisForm();
    return done(await browser.submit(t.decision.pass, { remark: 'Đủ hồ sơ' }), 'forwarded');
  };

  /** The last page of the appraisal, its figures entered. */
  const appraisalConfirm = async (figures: Readonly<Record<string, string>>): Promise<Browser> => {
    const browser = await as('tg.tckh.cv');
    await browser.follow(/^\/tasks\/appraisal/);
    await browser.submit(t.decision.toSign, figures);
    return browser;
  };

  /** The button that signs, whatever amount it names. */
  const signButton = (browser: Browser): string => {
    const button = browser
      .page()
      .forms.flatMap(({ controls }) => controls)
      .find(({ name, value }) => name === 'do' && value === 'sign');
    if (button === undefined) throw new Error(`${browser.page().url.pathname} has nothing to sign.`);
    return button.label;
  };
  const sign = (browser: Browser, typed: Readonly<Record<string, string>> = {}): Promise<Page> =>
    browser.submit(signButton(browser), typed);

  /** From the decision's page to the last one, with the paper to fill in. */
  const approvalConfirm = async (browser: Browser): Promise<Browser> => {
    await browser.submit(t.decision.continue, { choice: 'pass' });
    return browser;
  };
  const decisionForm = async (): Promise<Browser> => {
    const browser = await as('tg.ubnd.ct');
    await browser.follow(/^\/tasks\/approval/);
    return browser;
  };
  const approve = async (browser: Browser, date: string): Promise<Page> =>
    done(await sign(await approvalConfirm(browser), { number: '145/QĐ-UBND', date }), 'approved');

  return {
    t,
    officers,
    as,
    done,
    sign,
    signButton,
    openRound,
    file,
    estimateForm,
    signNil,
    lockForm,
    lock,
    synthesisForm,
    passSynthesis,
    appraisalConfirm,
    decisionForm,
    approvalConfirm,
    approve,
  };
};
