import type { Visit } from '../visit.ts';
import { type Html, html, nothing } from './html.ts';

/** That some addresses of the plan take no mail. */
export const unreachedNote = ({ t }: Visit, count: number): Html =>
  count === 0
    ? nothing
    : html`<div class="note error" role="alert"><p><b>${t.unreached.count(count)}</b></p><p><a href="/unreached">${t.unreached.countNext}</a></p></div>`;
