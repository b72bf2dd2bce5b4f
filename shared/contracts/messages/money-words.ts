import { doReadNumber, ReadingConfig } from 'read-vietnamese-number';

const reading = (): ReadingConfig => {
  const config = new ReadingConfig();
  config.unit = ['đồng'];
  config.oddText = 'linh';
  config.units = config.units.map((names) => names.map((name) => (name === 'tỉ' ? 'tỷ' : name)));
  return config;
};

const sentence = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

/** An amount in Vietnamese words as decisions print it: `Hai trăm linh hai triệu bảy trăm nghìn đồng`. */
export const dongInVietnamese = (dong: number): string =>
  sentence(doReadNumber(dong.toString(), reading())).normalize('NFC');

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const GROUPS = ['', ' thousand', ' million', ' billion', ' trillion', ' quadrillion'];

const belowHundred = (n: number): string => {
  const tens = TENS[Math.floor(n / 10)] ?? '';
  if (n < 20) return SMALL[n] ?? '';
  return n % 10 === 0 ? tens : `${tens}-${SMALL[n % 10] ?? ''}`;
};

const belowThousand = (n: number): string => {
  const rest = n % 100;
  const hundreds = n < 100 ? '' : `${SMALL[Math.floor(n / 100)] ?? ''} hundred`;
  if (rest === 0) return hundreds;
  return hundreds === '' ? belowHundred(rest) : `${hundreds} and ${belowHundred(rest)}`;
};

/** An amount in English words: `Two hundred and two million seven hundred thousand đồng`. */
export const dongInEnglish = (dong: number): string => {
  const groups = dong
    .toString()
    .replace(/\B(?=(?:\d{3})+$)/gu, ' ')
    .split(' ')
    .map(Number);
  const words = groups.flatMap((group, index) =>
    group === 0 ? [] : [`${belowThousand(group)}${GROUPS[groups.length - 1 - index] ?? ''}`],
  );
  return `${sentence(words.length === 0 ? 'zero' : words.join(' '))} đồng`;
};
