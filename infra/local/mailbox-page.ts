import { html } from 'hono/html';
import type { HttpResponse } from './http-event.ts';
import { type Markup, type PageRequest, page, refusalPage, say, seeOther, shownMoment } from './laptop-frame.ts';
import type { Mail, Mailbox } from './mail.ts';
import { type Fate, userUnknown } from './ses-feedback.ts';

/** Has a mail come back, or be unwanted, as the reader's provider would tell SES. */
export type LetHaveFate = (mail: Mail, fate: Fate) => void;

const mailsOnAPage = 50;

const listPage = (request: PageRequest, mailbox: Mailbox): Promise<HttpResponse> => {
  const { language, query } = request;
  const to = query.get('to') ?? '';
  const before = Number(query.get('before') ?? '') || undefined;
  const found = mailbox.list({ to: to === '' ? undefined : to, before, most: mailsOnAPage + 1 });
  const mails = found.slice(0, mailsOnAPage);
  const last = mails.at(-1);
  const older = new URLSearchParams({ ...(to === '' ? {} : { to }), before: String(last?.number ?? '') });
  const title = say(language, 'Hộp thư', 'Mailbox');
  const empty = say(
    language,
    'Chưa có thư nào. Mọi thư hệ thống gửi đi sẽ nằm ở đây thay vì được gửi ra ngoài.',
    'No mail yet. Every mail that the system sends comes here and goes nowhere else.',
  );
  return page(
    request,
    { title: `(${mailbox.count()}) ${title}`, wide: true },
    html`<h1>${title}</h1>
<form method="get" action="/mailbox" class="buttons filter"><label>${say(language, 'Chỉ thư gửi đến', 'Only mail to')} <input type="text" name="to" value="${to}" inputmode="email" autocomplete="off"></label><button class="button plain">${say(language, 'Lọc', 'Filter')}</button>${to === '' ? '' : html` <a href="/mailbox">${say(language, 'Mọi thư', 'All mail')}</a>`}</form>
${
  mails.length === 0
    ? html`<p class="note">${empty}</p>`
    : html`<ul class="tasks">${mails.map(
        (mail) =>
          html`<li><div><strong><a href="/mailbox/${mail.number}">${mail.subject === '' ? say(language, '(không có tiêu đề)', '(no subject)') : mail.subject}</a></strong><small>${mail.to.map((address, index) => html`${index === 0 ? '' : ', '}<a href="/mailbox?to=${encodeURIComponent(address)}">${address}</a>`)}</small></div><div class="due">${shownMoment(mail.at)}</div><a class="button plain" href="/mailbox/${mail.number}">${say(language, 'Mở', 'Open')}</a></li>`,
      )}</ul>`
}
${found.length > mailsOnAPage ? html`<p><a href="/mailbox?${older.toString()}">${say(language, 'Thư cũ hơn', 'Older mail')}</a></p>` : ''}`,
  );
};

const address = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g;

/** A text with its web addresses as links. */
const linked = (text: string): Markup[] => {
  const parts: Markup[] = [];
  let from = 0;
  for (const found of text.matchAll(address)) {
    parts.push(html`${text.slice(from, found.index)}<a href="${found[0]}">${found[0]}</a>`);
    from = found.index + found[0].length;
  }
  return [...parts, html`${text.slice(from)}`];
};

const fates: Readonly<Record<string, Fate>> = {
  bounce: userUnknown,
  complaint: { kind: 'complained' },
  absence: { kind: 'absent' },
};

const fateForm = ({ number }: Mail, fate: string, text: string): Markup =>
  html`<form method="post" action="/mailbox/${number}/${fate}"><button class="button plain">${text}</button></form>`;

const mailPage = (request: PageRequest, mail: Mail): Promise<HttpResponse> => {
  const { language } = request;
  const row = (name: string, value: string) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`;
  return page(
    request,
    { title: mail.subject, wide: true },
    html`<p><a href="/mailbox">← ${say(language, 'Hộp thư', 'Mailbox')}</a></p><h1>${mail.subject}</h1>
<div class="sheet"><table class="mail">${row(say(language, 'Từ', 'From'), mail.from)}${row(say(language, 'Đến', 'To'), mail.to.join(', '))}${row(say(language, 'Lúc', 'At'), shownMoment(mail.at))}</table></div>
${mail.html === undefined ? '' : html`<h2>${say(language, 'Thư', 'The mail')}</h2><iframe class="letter" src="/mailbox/${mail.number}/html" title="${mail.subject}" sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation" width="100%" height="640"></iframe>`}
${mail.text === undefined ? '' : html`<h2>${say(language, 'Bản chữ thường', 'Plain text part')}</h2><pre class="note">${linked(mail.text)}</pre>`}
<details><summary>${say(language, 'Thử: thư này không đến nơi', 'Try: this mail does not arrive')}</summary><p>${say(language, 'Hệ thống sẽ nghe như khi máy chủ thư của người nhận báo cho SES.', "The system hears what SES would hear from the reader's provider.")}</p><div class="buttons">${fateForm(mail, 'bounce', say(language, 'Địa chỉ không còn', 'The address is gone'))}${fateForm(mail, 'complaint', say(language, 'Bị báo là thư rác', 'It is reported as spam'))}${fateForm(mail, 'absence', say(language, 'Người nhận vắng, tự động trả lời', 'The reader is away, an automatic answer'))}</div></details>
<details><summary>${say(language, 'Các dòng đầu thư', 'Headers')}</summary><div class="sheet"><table class="mail">${mail.headers.map(({ name, value }) => row(name, value))}</table></div></details>
<p><a href="/mailbox/${mail.number}/raw">${say(language, 'Nguyên bản', 'As sent')}</a></p>`,
  );
};

/** The HTML part alone, without script, forms or anything from elsewhere; its links lead the whole window. */
const htmlPart = (mail: Mail): HttpResponse => ({
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  },
  cookies: [],
  body: Buffer.from(`<base target="_top">${mail.html ?? ''}`),
});

const rawMail = (mail: Mail): HttpResponse => ({
  status: 200,
  headers: {
    'content-type': 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  },
  cookies: [],
  body: Buffer.from(mail.raw),
});

/** `/mailbox`, `/mailbox/7`, `/mailbox/7/html`, `/mailbox/7/raw`; posted, `/mailbox/7/bounce` and other fates. */
export const mailboxPage = async (
  request: PageRequest,
  mailbox: Mailbox,
  letHaveFate: LetHaveFate,
): Promise<HttpResponse> => {
  if (request.path === '/mailbox') return listPage(request, mailbox);
  const [, number, part = ''] = /^\/mailbox\/(\d{1,12})(?:\/([a-z]+))?$/.exec(request.path) ?? [];
  const mail = number === undefined ? undefined : await mailbox.read(Number(number));
  const fate = fates[part];
  if (mail === undefined || !['', 'html', 'raw', ...Object.keys(fates)].includes(part))
    return refusalPage(request, 404, 'Không có thư này', 'There is no such mail');
  if (fate !== undefined && request.method === 'POST') {
    letHaveFate(mail, fate);
    return seeOther(`/mailbox/${mail.number}`);
  }
  if (fate !== undefined)
    return refusalPage(request, 405, 'Trang này chỉ nhận biểu mẫu', 'This page takes a form only');
  if (part === 'html') return htmlPart(mail);
  return part === 'raw' ? rawMail(mail) : mailPage(request, mail);
};
