import { CODE_MINUTES, LINK_MINUTES } from '../../../shared/app/sign-in/ask.ts';
import { personKey, type SignInLink } from '../../../shared/app/sign-in/enter.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import { showCode } from '../../../shared/domain/spoken-code.ts';
import { hidden } from '../parts/fields.ts';
import { type Html, html, nothing, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import type { Visit } from '../visit.ts';

/** A field of one line with what is wrong with it. */
const oneField = (field: {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly kind: 'email' | 'code';
}): Html => {
  const { name, label, hint, value, error, kind } = field;
  const how =
    kind === 'email'
      ? html`type="email" autocomplete="email" inputmode="email"`
      : html`type="text" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false"`;
  const wrong = error === undefined ? nothing : html` aria-invalid="true" aria-describedby="${name}-error"`;
  return html`<div class="field"><label for="${name}">${label}</label><span class="hint">${hint}</span>${when(
    error !== undefined,
    () => html`<span class="field-error" id="${name}-error"><span>${error ?? ''}</span></span>`,
  )}<input ${how} id="${name}" name="${name}" value="${value}"${wrong}></div>`;
};

/** The page that asks for the address to mail a link to. */
export const askPage = (
  visit: Visit,
  { next, typed, error }: { readonly next: string; readonly typed: string; readonly error?: string },
): Html => {
  const { signIn } = visit.t;
  return layout(visit, {
    title: signIn.title,
    width: 'narrow',
    error: error !== undefined,
    main: html`<h1>${signIn.title}</h1><p>${signIn.intro}</p><form method="post" action="/sign-in/by-mail">${hidden('next', next)}${oneField({ name: 'address', label: signIn.address, hint: signIn.addressHint, value: typed, error, kind: 'email' })}<button class="button">${signIn.send}</button></form>`,
  });
};

/** The page after it, the same whoever has the address or nobody: where to look, and the code for other browsers. */
export const sentPage = (visit: Visit, code: string): Html => {
  const { sent } = visit.t.signIn;
  return layout(visit, {
    title: sent.title,
    width: 'narrow',
    main: html`<h1>${sent.title}</h1><p>${sent.what(LINK_MINUTES)}</p><div class="sheet padded"><p>${sent.here}</p><p>${sent.code}</p><p class="big"><code>${showCode(code)}</code></p><p class="hint">${sent.keep}</p></div><p class="soft">${sent.none}</p><p><a class="button plain" href="/sign-in/by-mail">${sent.again}</a></p>`,
  });
};

type Ready = Extract<SignInLink, { kind: 'ready' }>;

const choiceOf = (visit: Visit, { people }: Ready, missing: boolean): Html => {
  const { open } = visit.t.signIn;
  const { language } = visit;
  const [first, ...others] = people;
  if (first === undefined) return nothing;
  const name = ({ person, plan }: typeof first) => open.as(person.title[language], plan.shortTitle[language]);
  if (others.length === 0) return html`<p><b>${name(first)}</b></p>`;
  return html`<fieldset><legend>${open.choose}</legend>${when(missing, () => html`<span class="field-error"><span>${open.chooseMissing}</span></span>`)}${people.map((one) => html`<label class="check"><input type="radio" name="choice" value="${personKey(one)}"> ${name(one)}</label>`)}</fieldset>`;
};

/**
 * The page behind a mailed link to sign in by: one button. In another browser than the one that asked it names nobody,
 * and has a field for the code that is on the page there.
 */
export const enterPage = (
  visit: Visit,
  link: Ready,
  { action, typed, wrong }: { readonly action: string; readonly typed: string; readonly wrong?: 'code' | 'choice' },
): Html => {
  const { open } = visit.t.signIn;
  return layout(visit, {
    title: open.title,
    width: 'narrow',
    error: wrong !== undefined,
    main: html`<h1>${open.title}</h1><form method="post" action="${action}">${
      link.here
        ? html`${choiceOf(visit, link, wrong === 'choice')}${when(typed !== '', () => hidden('code', typed))}`
        : html`<p>${open.elsewhere}</p>${oneField({ name: 'code', label: open.code, hint: open.codeHint, value: typed, error: wrong === 'code' ? open.codeWrong : undefined, kind: 'code' })}`
    }<p class="hint">${open.until(moment(link.until))}</p><button class="button">${open.enter}</button></form>`,
  });
};

/** The form that asks for a code, on the page of a task's link; sent empty, it mails nothing. */
export const codeForm = (visit: Visit, action: string, typed = '', error?: string): Html => {
  const { code, address, addressHint } = visit.t.signIn;
  return html`<form method="post" action="${action}"><h2>${code.title}</h2><p>${code.intro}</p>${oneField({ name: 'address', label: address, hint: addressHint, value: typed, error, kind: 'email' })}<button class="button plain">${code.send}</button></form>`;
};

/** The form alone, with what was wrong with it. */
export const askCodePage = (visit: Visit, action: string, typed: string, error: string): Html =>
  layout(visit, {
    title: visit.t.signIn.code.title,
    width: 'narrow',
    error: true,
    main: html`<h1>${visit.t.signIn.code.title}</h1>${codeForm(visit, action, typed, error)}`,
  });

/** The page on which a mailed code is typed. */
export const codePage = (
  visit: Visit,
  { action, again, error }: { readonly action: string; readonly again: string; readonly error?: string },
): Html => {
  const { code, askAgain } = visit.t.signIn;
  return layout(visit, {
    title: code.enterTitle,
    width: 'narrow',
    error: error !== undefined,
    main: html`<h1>${code.enterTitle}</h1><p>${code.sent(CODE_MINUTES)}</p><form method="post" action="${action}">${oneField({ name: 'code', label: code.label, hint: '', value: '', error, kind: 'code' })}<button class="button">${code.enter}</button></form><p><a href="${again}">${askAgain}</a></p>`,
  });
};
