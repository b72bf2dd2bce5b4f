import type { Plan } from '../../shared/domain/plan.ts';
import { type ClockAndWork, clockPage } from './clock-page.ts';
import type { OwnPages } from './http.ts';
import { isSameOrigin, readPageRequest, refusalPage } from './laptop-frame.ts';
import type { Mailbox } from './mail.ts';
import { type LetHaveFate, mailboxPage } from './mailbox-page.ts';
import { isOwnHost } from './servers.ts';
import { type StartSession, signInPage } from './sign-in-page.ts';

/** The pages that a laptop has beside the portal: `/mailbox`, `/clock`, `/sign-in`. */
export const createLaptopPages =
  (options: {
    mailbox: Mailbox;
    /** Has a mail come back, or be unwanted. */
    letHaveFate: LetHaveFate;
    clock: ClockAndWork;
    plans: () => readonly Plan[];
    startSession: StartSession;
    /** Whether anybody may act as a sample person here, as on a laptop that shows the system. */
    demonstration: boolean;
  }): OwnPages =>
  async (asked) => {
    const request = readPageRequest(asked);
    const [first, second] = request.path.split('/').slice(1);
    // Signing in by mail is the portal's own, and without the demonstration all signing in is.
    if (first === 'sign-in' && (second !== undefined || !options.demonstration)) return undefined;
    if (first !== 'mailbox' && first !== 'clock' && first !== 'sign-in') return undefined;
    // Mails hold secret links: no other site may read them through a name that leads to this machine.
    if (request.header('host') !== undefined && !isOwnHost(request.header('host'))) {
      return refusalPage(request, 403, 'Trang này chỉ mở từ máy này', 'This page opens from this machine only');
    }
    if (request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'POST') {
      return refusalPage(request, 405, 'Trang này không nhận yêu cầu như vậy', 'This page takes no such request');
    }
    if (request.method === 'POST' && !isSameOrigin(request)) {
      return refusalPage(request, 403, 'Yêu cầu đến từ một trang khác', 'The request came from another site');
    }
    switch (first) {
      case 'mailbox':
        return mailboxPage(request, options.mailbox, options.letHaveFate);
      case 'clock':
        return clockPage(request, options.clock);
      case 'sign-in':
        return signInPage(request, options.plans(), options.startSession);
      default: {
        const never: never = first;
        return never;
      }
    }
  };
