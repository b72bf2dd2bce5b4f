import { moment } from '../../../shared/contracts/messages/format.ts';
import { html } from '../parts/html.ts';
import type { PrintSection } from './print.ts';

/** What a print and the record are compared by: the root hash of what was signed, the journal's last entry, who printed. */
export const record: PrintSection = {
  id: 'record',
  stands: 'every',
  wide: false,
  body: ({ visit, view }) => {
    const { t, language } = visit;
    const { pkg, content, viewer, printedAt } = view;
    const { print } = t;
    const rows = [
      { name: print.package, code: pkg.id },
      ...(content === null
        ? []
        : [{ name: content.signed ? print.signedRoot : print.unsignedRoot, code: content.content.root }]),
      { name: print.journal(pkg.version), code: pkg.head },
      { name: print.members, code: pkg.body.members.root },
      { name: print.planContent, code: pkg.body.planContent },
    ];
    return html`${content === null ? html`<p>${print.noRoot}</p>` : html``}<dl class="codes">${rows.map(({ name, code }) => html`<div><dt>${name}</dt><dd><code>${code}</code></dd></div>`)}</dl><p>${print.printed(moment(printedAt), viewer.person.title[language])} ${print.notThePaper}</p>`;
  },
};
