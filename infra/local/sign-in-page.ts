import { html } from 'hono/html';
import type { Person, Plan, Unit } from '../../shared/domain/plan.ts';
import type { HttpResponse } from './http-event.ts';
import { type PageRequest, page, refusalPage, samePlace, say, seeOther } from './laptop-frame.ts';

/** Starts a session for a person; answers with the `Set-Cookie` that carries it. */
export type StartSession = (who: { plan: Plan; person: Person }) => Promise<string>;

const fields = (plan: Plan, person: Person, next: string) =>
  html`<input type="hidden" name="plan" value="${plan.id}"><input type="hidden" name="person" value="${person.id}"><input type="hidden" name="next" value="${next}">`;

const personCard = (request: PageRequest, plan: Plan, person: Person, next: string) =>
  html`<li><div><strong>${person.title[request.language]}</strong><small>${person.email} · ${person.id}</small></div><div class="due"${person.language === 'vi' ? html` lang="vi"` : html` lang="en"`}>${person.language === 'vi' ? 'Tiếng Việt' : 'English'}</div><form method="post" action="/sign-in">${fields(plan, person, next)}<button class="button plain">${say(request.language, 'Đóng vai', 'Act as')}</button></form></li>`;

const officeSection = (request: PageRequest, plan: Plan, office: Unit, next: string) => {
  const people = plan.people.filter((person) => person.office === office.id);
  if (people.length === 0) return '';
  return html`<h3>${office.name[request.language]}</h3><ul class="tasks">${people.map((person) => personCard(request, plan, person, next))}</ul>`;
};

/** The person whom a mailed link is for, before all others. */
const wantedSection = (request: PageRequest, plan: Plan | undefined, next: string) => {
  const person = plan?.people.find(({ id }) => id === request.query.get('person'));
  if (plan === undefined || person === undefined) return '';
  const office = plan.units.find(({ id }) => id === person.office);
  return html`<div class="note"><p>${say(request.language, 'Liên kết này dành cho', 'The link is for')} <b>${person.title[request.language]}</b>${office === undefined ? '' : html`, ${office.name[request.language]}`}.</p><form method="post" action="/sign-in">${fields(plan, person, next)}<button class="button">${say(request.language, 'Đóng vai người này', 'Act as this person')}</button></form></div>`;
};

const choose = (request: PageRequest, plans: readonly Plan[]): Promise<HttpResponse> => {
  const { language, query } = request;
  const next = samePlace(query.get('next'));
  const title = say(language, 'Đóng vai một người', 'Act as a person');
  const wanted = plans.find(({ id }) => id === query.get('plan'));
  const shown = wanted === undefined ? plans : [wanted];
  return page(
    request,
    { title, wide: true },
    html`<h1>${title}</h1><p>${say(language, 'Những người mẫu này chỉ có trên máy này, để thử mọi vai của kế hoạch.', 'These sample people exist on this machine only, to try every part in the plan.')} <a href="/sign-in/by-mail?${new URLSearchParams({ next }).toString()}">${say(language, 'Đăng nhập bằng thư, như ở cơ quan', 'Sign in by mail, as at an office')}</a></p>
${wantedSection(request, wanted, next)}
${shown.map((plan) => html`<details class="plan"${shown.length === 1 || next.includes(plan.id) ? html` open` : ''}><summary><h2>${plan.locality.name[language]}: ${plan.shortTitle[language]}</h2></summary>${plan.units.map((office) => officeSection(request, plan, office, next))}</details>`)}`,
  );
};

/** `/sign-in`: lists the sample people of the plans; a POST starts a session as one of them and goes to `next`. */
export const signInPage = async (
  request: PageRequest,
  plans: readonly Plan[],
  startSession: StartSession,
): Promise<HttpResponse> => {
  if (request.method !== 'POST') return choose(request, plans);
  const plan = plans.find(({ id }) => id === request.form.get('plan'));
  const person = plan?.people.find(({ id }) => id === request.form.get('person'));
  if (plan === undefined || person === undefined) {
    return refusalPage(request, 404, 'Không có người này trong kế hoạch', 'The plan has no such person');
  }
  return seeOther(samePlace(request.form.get('next')), [await startSession({ plan, person })]);
};
