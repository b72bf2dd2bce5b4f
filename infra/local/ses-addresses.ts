const specials = new Set('()<>,;:\\"[]');

const isControlOrSpace = (character: string): boolean => character <= ' ' || character === '\u007f';

const isAscii = (character: string): boolean => character <= '\u007f';

/** The address in `Trình <trinh@example.org>`, or the text itself. */
export const bareAddress = (text: string): string => (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim();

/** The domain of an address, in small letters. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

const localProblem = (local: string): string | undefined => {
  if (local === '') return 'Missing local name';
  if (/^"(?:[^"\\]|\\.)*"$/.test(local)) return undefined;
  if (local.startsWith('.')) return 'Local address starts with dot';
  if (local.endsWith('.')) return 'Local address ends with dot';
  if (local.includes('..')) return 'Local address contains dot-dot';
  const characters = Array.from(local);
  if (characters.some(isControlOrSpace)) return 'Local address contains control or whitespace';
  const isIllegal = (character: string): boolean => specials.has(character) || !isAscii(character);
  return characters.some(isIllegal) ? 'Local address contains illegal character' : undefined;
};

const domainProblem = (domain: string): string | undefined => {
  if (domain === '') return 'Missing domain';
  if (domain.startsWith('.')) return 'Domain starts with dot';
  if (Array.from(domain).some(isControlOrSpace)) return 'Domain contains control or whitespace';
  if (!/^[A-Za-z0-9.-]*$/.test(domain)) return 'Domain contains illegal character';
  if (domain.includes('..')) return 'Domain contains dot-dot';
  return domain.endsWith('.') ? 'Domain ends with dot' : undefined;
};

/**
 * What SES would say of an address, in its own words; undefined where it takes it. Neither part may hold anything but
 * ASCII, for SES has no SMTPUTF8. https://docs.aws.amazon.com/ses/latest/dg/send-email-raw.html
 */
export const addressProblem = (text: string): string | undefined => {
  const address = bareAddress(text);
  if (address === '') return 'Illegal address';
  if (/<[^>]*$/.test(address)) return "Missing '>'";
  // A quoted local part may hold an @.
  const at = address.startsWith('"') ? address.lastIndexOf('@') : address.indexOf('@');
  const local = at < 0 ? address : address.slice(0, at);
  return localProblem(local) ?? (at < 0 ? "Missing final '@domain'" : domainProblem(address.slice(at + 1)));
};
