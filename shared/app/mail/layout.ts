import type { MailBlock, MailMessages, MailText } from '../../contracts/mail-messages/messages.ts';
import { linesOf, oneLine } from './plain-text.ts';

/** A mail in words with what surrounds it. */
export type Letter = {
  readonly words: MailText;
  readonly greeting: string;
  readonly url: string;
  readonly footer: string;
};

const textOfBlock = (block: MailBlock): string => {
  switch (block.kind) {
    case 'paragraph':
      return oneLine(block.text);
    case 'facts':
      return block.rows.map(({ label, value }) => `${oneLine(label)}: ${oneLine(value)}`).join('\n');
    case 'quote':
      return [`${oneLine(block.label)}:`, ...linesOf(block.text).map((line) => `> ${line}`)].join('\n');
    case 'list':
      return [
        `${oneLine(block.caption)}:`,
        ...block.items.flatMap(({ title, details, url }) => [
          `- ${oneLine(title)}`,
          ...[...details, ...(url === undefined ? [] : [url])].map((detail) => `  ${oneLine(detail)}`),
        ]),
        ...(block.rest === undefined ? [] : [oneLine(block.rest)]),
      ].join('\n');
  }
};

/** The text part. */
export const textOf = ({ words, greeting, url, footer }: Letter): string =>
  `${[oneLine(greeting), ...words.blocks.map(textOfBlock), `${oneLine(words.button)}:\n${url}`, `--\n${oneLine(footer)}`].join('\n\n')}\n`;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escape = (text: string): string => oneLine(text).replaceAll(/[&<>"']/gu, (character) => ESCAPES[character] ?? '');

const BODY = 'font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#1d1d1b';
const CELL = 'padding:4px 12px 4px 0;vertical-align:top';
const QUIET = 'font-size:14px;line-height:1.5;color:#505a5f';

const titleOf = (title: string, url: string | undefined): string => {
  const strong = `<strong>${escape(title)}</strong>`;
  return url === undefined ? strong : `<a href="${escape(url)}" style="color:#1d1d1b">${strong}</a>`;
};

const htmlOfBlock = (block: MailBlock): string => {
  switch (block.kind) {
    case 'paragraph':
      return `<p style="margin:0 0 16px">${escape(block.text)}</p>`;
    case 'facts': {
      const rows = block.rows.map(
        ({ label, value }) =>
          `<tr><td style="${CELL};color:#505a5f;width:34%">${escape(label)}</td><td style="${CELL}">${escape(value)}</td></tr>`,
      );
      return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 16px">${rows.join('')}</table>`;
    }
    case 'quote': {
      const lines = linesOf(block.text).map(escape).join('<br>');
      return `<p style="margin:0 0 4px"><strong>${escape(block.label)}</strong></p><p style="margin:0 0 16px;padding:8px 12px;border-left:4px solid #b3261e">${lines}</p>`;
    }
    case 'list': {
      const items = block.items.map(
        ({ title, details, url }) =>
          `<tr><td style="padding:6px 0;border-top:1px solid #d0d3d4">${[titleOf(title, url), ...details.map(escape)].join('<br>')}</td></tr>`,
      );
      const rest = block.rest === undefined ? '' : `<tr><td style="padding:6px 0">${escape(block.rest)}</td></tr>`;
      return `<p style="margin:0 0 4px"><strong>${escape(block.caption)}</strong></p><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 16px">${items.join('')}${rest}</table>`;
    }
  }
};

/** The HTML part: one column of tables, styles inline, one button, nothing fetched from elsewhere. */
export const htmlOf = (
  letter: Letter,
  { language, buttonFallback }: Pick<MailMessages, 'language' | 'buttonFallback'>,
): string => {
  const { words, greeting, url, footer } = letter;
  const href = escape(url);
  return [
    `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(words.subject)}</title></head>`,
    `<body style="margin:0;padding:0;background:#f3f2f1"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:16px">`,
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border-top:6px solid #b3261e"><tr><td style="padding:24px;${BODY}">`,
    `<p style="margin:0 0 16px">${escape(greeting)}</p>`,
    ...words.blocks.map(htmlOfBlock),
    `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:8px 0 16px"><tr><td style="background:#b3261e;border-radius:4px"><a href="${href}" style="display:inline-block;padding:12px 24px;color:#ffffff;font-weight:bold;text-decoration:none">${escape(words.button)}</a></td></tr></table>`,
    `<p style="margin:0 0 16px;${QUIET}">${escape(buttonFallback)}<br><span style="word-break:break-all">${href}</span></p>`,
    `<p style="margin:0;padding-top:12px;border-top:1px solid #d0d3d4;${QUIET}">${escape(footer)}</p>`,
    '</td></tr></table></td></tr></table></body></html>',
  ].join('\n');
};
