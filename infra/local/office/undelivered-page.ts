import { html } from 'hono/html';
import type { Person, Plan } from '../../../shared/domain/plan.ts';
import type { OwnPages } from '../http.ts';
import type { HttpRequest, HttpResponse } from '../http-event.ts';
import { type PageRequest, page, readPageRequest, refusalPage, say, seeOther, shownMoment } from '../laptop-frame.ts';
import type { Outbox, Undelivered } from './outbox.ts';

/** Who is signed in, by the portal's own session. */
export type Visitor = { plan: Plan; person: Person };

/** Where the page is. */
export const lettersPath = '/undelivered-mail';

const stateText = ({ language }: PageRequest, letter: Undelivered): string => {
  const code = letter.code === undefined ? '' : ` (${letter.code})`;
  if (letter.state === 'refused')
    return say(
      language,
      `Máy chủ thư từ chối${code}. Kiểm tra địa chỉ trong kế hoạch và báo cho người nhận bằng cách khác.`,
      `Refused by the mail server${code}. Check the address in the plan, and tell the person in another way.`,
    );
  const next = shownMoment(letter.nextAt);
  return say(language, `Chưa gửi được${code}; sẽ gửi lại lúc ${next}.`, `Not sent yet${code}; tried again at ${next}.`);
};

const show = (request: PageRequest, { plan }: Visitor, outbox: Outbox): Promise<HttpResponse> => {
  const { language } = request;
  const { letters, serviceSince } = outbox.undelivered(plan.people.map(({ email }) => email));
  const title = say(language, 'Thư chưa gửi được', 'Undelivered mail');
  const holder = ({ recipient }: Undelivered): string =>
    plan.people
      .filter(({ email }) => email.toLowerCase() === recipient.toLowerCase())
      .map((person) => person.title[language])
      .join(', ');
  const away =
    serviceSince === undefined
      ? ''
      : html`<p class="note">${say(language, `Máy chủ thư không nhận thư từ ${shownMoment(serviceSince)}. Mọi thư được giữ lại và sẽ được gửi khi máy chủ thư hoạt động trở lại; hãy báo người quản trị.`, `The mail server has taken no mail since ${shownMoment(serviceSince)}. All mail is kept and goes out when it works again; tell the administrator.`)}</p>`;
  return page(
    request,
    { title, wide: true, place: 'office' },
    html`<h1>${title}</h1>${away}
${
  letters.length === 0
    ? html`<p>${say(language, 'Mọi thư gửi cho người của kế hoạch này đã được máy chủ thư nhận.', 'The mail server has taken every mail to the people of this plan.')}</p>`
    : html`<div class="sheet"><table><thead><tr><th scope="col">${say(language, 'Người nhận', 'Recipient')}</th><th scope="col">${say(language, 'Lúc', 'At')}</th><th scope="col">${say(language, 'Tình trạng', 'State')}</th></tr></thead><tbody>${letters.map((letter) => html`<tr><td>${holder(letter)}<br><small>${letter.recipient}</small></td><td>${shownMoment(letter.acceptedAt)}</td><td>${stateText(request, letter)}</td></tr>`)}</tbody></table></div>`
}<p class="links"><a href="/unreached">${say(language, 'Địa chỉ không nhận thư', 'Addresses that take no mail')}</a></p>`,
  );
};

/**
 * The page that an office's server has beside the portal: `/undelivered-mail`, for the people of the plan's standing unit,
 * who see what did not reach the people of their own plan. `visitorOf` finds who is signed in.
 */
export const createOfficePages =
  (outbox: Outbox, visitorOf: (request: HttpRequest) => Promise<Visitor | undefined>): OwnPages =>
  async (asked) => {
    const request = readPageRequest(asked);
    // What a demonstration has there is not here, whoever asks.
    if (/^\/(?:mailbox|clock)(?:\/|$)/.test(request.path))
      return refusalPage(request, 404, 'Không có trang này', 'There is no such page', 'office');
    if (request.path !== lettersPath) return undefined;
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refusalPage(
        request,
        405,
        'Trang này không nhận yêu cầu như vậy',
        'This page takes no such request',
        'office',
      );
    const visitor = await visitorOf(asked);
    if (visitor === undefined) return seeOther(`/sign-in?next=${encodeURIComponent(lettersPath)}`);
    if (visitor.person.office !== visitor.plan.standing)
      return refusalPage(
        request,
        403,
        'Trang này dành cho cơ quan thường trực của kế hoạch',
        "This page is for the plan's standing unit",
        'office',
      );
    return show(request, visitor, outbox);
  };
