import { html } from 'hono/html';
import type { HttpResponse } from './http-event.ts';
import { jsonPage, type PageRequest, page, refusalPage, say, seeOther, shownMoment } from './laptop-frame.ts';
import { localText, nextWorkingMorning, readMoment } from './moments.ts';
import type { OwnTimeline } from './timeline.ts';

/** Work that waits somewhere in the runtime: a name and how many pieces. */
export type Waiting = { name: string; count: number };

/** The clock, and what waits for it. */
export type ClockAndWork = { timeline: OwnTimeline; waiting: () => Waiting[] };

const longestStep = 400 * 24 * 60 * 60 * 1000;

const stateOf = ({ timeline, waiting }: ClockAndWork) => {
  const next = timeline.nextTimer();
  return {
    now: timeline.now().toISOString(),
    nextTimer: next === undefined ? null : new Date(next).toISOString(),
    waiting: waiting(),
  };
};

const showClock = (request: PageRequest, clock: ClockAndWork): Promise<HttpResponse> => {
  const { language } = request;
  const state = stateOf(clock);
  const now = new Date(state.now);
  const title = say(language, 'Đồng hồ', 'Clock');
  const busy = state.waiting.filter(({ count }) => count > 0);
  const button = (by: string, text: string) =>
    html`<form method="post" action="/clock"><input type="hidden" name="by" value="${by}"><p><button class="button plain">${text}</button></p></form>`;
  return page(
    request,
    { title: `${title} ${shownMoment(now)}` },
    html`<h1>${title}</h1>
<p class="big">${shownMoment(now)}</p><p class="soft">${say(language, 'Giờ Việt Nam. Đồng hồ chỉ đi tới; mỗi việc đến hạn được làm xong rồi mới đến việc sau.', 'Time of Việt Nam. The clock only moves forward; whatever comes due is done before the next.')}</p>
<h2>${say(language, 'Cho đồng hồ đi tới', 'Move it forward')}</h2>
<form method="post" action="/clock"><input type="hidden" name="by" value="moment"><p><label>${say(language, 'Đến ngày giờ (2022-03-04 hoặc 2022-03-04T08:00)', 'To a date or time (2022-03-04 or 2022-03-04T08:00)')}<input type="text" name="to" required autocomplete="off" placeholder="${localText(now).slice(0, 16).replace(' ', 'T')}"></label></p><p><button class="button">${say(language, 'Đi tới', 'Go')}</button></p></form>
${button('morning', say(language, `Sáng ngày làm việc kế tiếp (${shownMoment(nextWorkingMorning(now))})`, `Next working morning (${shownMoment(nextWorkingMorning(now))})`))}
${state.nextTimer === null ? '' : button('timer', say(language, `Việc tự động kế tiếp (${shownMoment(new Date(state.nextTimer))})`, `Next timer (${shownMoment(new Date(state.nextTimer))})`))}
<h2>${say(language, 'Đang chờ', 'Waiting')}</h2>
${busy.length === 0 ? html`<p>${say(language, 'Không có gì đang chờ.', 'Nothing is waiting.')}</p>` : html`<div class="sheet"><table><thead><tr><th scope="col">${say(language, 'Nơi', 'Where')}</th><th scope="col" class="money">${say(language, 'Số việc', 'How many')}</th></tr></thead><tbody>${busy.map(({ name, count }) => html`<tr><td>${name}</td><td class="money">${count}</td></tr>`)}</tbody></table></div>`}`,
  );
};

const targetOf = (request: PageRequest, { timeline }: ClockAndWork): Date | undefined => {
  switch (request.form.get('by')) {
    case 'moment':
      return readMoment(request.form.get('to') ?? '');
    case 'morning':
      return nextWorkingMorning(timeline.now());
    case 'timer': {
      const next = timeline.nextTimer();
      return next === undefined ? timeline.now() : new Date(Math.max(next, timeline.now().getTime()));
    }
    default:
      return undefined;
  }
};

/** `/clock`: shows the clock; a POST moves it forward and answers when all that came due is done. */
export const clockPage = async (request: PageRequest, clock: ClockAndWork): Promise<HttpResponse> => {
  if (request.method !== 'POST') return request.wantsJson ? jsonPage(200, stateOf(clock)) : showClock(request, clock);
  const to = targetOf(request, clock);
  if (to === undefined) {
    return refusalPage(
      request,
      400,
      'Hãy ghi ngày giờ theo mẫu 2022-03-04 hoặc 2022-03-04T08:00',
      'Write the moment as 2022-03-04 or 2022-03-04T08:00',
    );
  }
  const ahead = to.getTime() - clock.timeline.now().getTime();
  if (ahead < 0) {
    const now = localText(clock.timeline.now());
    return refusalPage(
      request,
      400,
      `Đồng hồ đang ở ${now} và chỉ đi tới`,
      `The clock stands at ${now} and only moves forward`,
    );
  }
  if (ahead > longestStep) {
    return refusalPage(request, 400, 'Mỗi lần đi tới nhiều nhất 400 ngày', 'One step is at most 400 days');
  }
  await clock.timeline.stepTo(to);
  return request.wantsJson ? jsonPage(200, stateOf(clock)) : seeOther('/clock');
};
