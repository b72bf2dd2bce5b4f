/**
 * The Vietnamese lunar calendar (Hồ Ngọc Đức's method): new moons and the sun's longitude by Meeus, the day of each
 * taken in UTC+7. Beijing's day is UTC+8, so that the two calendars part where a new moon falls in the hour between.
 */
const rad = Math.PI / 180;

/** The day number of a Gregorian date. */
export const julianDay = (day: number, month: number, year: number): number => {
  const a = Math.floor((14 - month) / 12);
  const y = year + 4800 - a;
  const m = month + 12 * a - 3;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return day + Math.floor((153 * m + 2) / 5) + 365 * y + leaps - 32045;
};

/** A day number as `YYYY-MM-DD`. */
export const dateOf = (jd: number): string =>
  new Date((jd - julianDay(1, 1, 1970)) * 86_400_000).toISOString().slice(0, 10);

/** The k-th new moon since that of 1 January 1900, as a Julian date. */
const newMoon = (k: number): number => {
  const t = k / 1236.85;
  const [t2, t3] = [t * t, t * t * t];
  const mean =
    2415020.75933 +
    29.53058868 * k +
    0.0001178 * t2 -
    0.000000155 * t3 +
    0.00033 * Math.sin((166.56 + 132.87 * t - 0.009173 * t2) * rad);
  const m = (359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3) * rad;
  const mpr = (306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3) * rad;
  const f = (21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3) * rad;
  const c =
    (0.1734 - 0.000393 * t) * Math.sin(m) +
    0.0021 * Math.sin(2 * m) -
    0.4068 * Math.sin(mpr) +
    0.0161 * Math.sin(2 * mpr) -
    0.0004 * Math.sin(3 * mpr) +
    0.0104 * Math.sin(2 * f) -
    0.0051 * Math.sin(m + mpr) -
    0.0074 * Math.sin(m - mpr) +
    0.0004 * Math.sin(2 * f + m) -
    0.0004 * Math.sin(2 * f - m) -
    0.0006 * Math.sin(2 * f + mpr) +
    0.001 * Math.sin(2 * f - mpr) +
    0.0005 * Math.sin(2 * mpr + m);
  const delta =
    t < -11
      ? 0.001 + 0.000839 * t + 0.0002261 * t2 - 0.00000845 * t3 - 0.000000081 * t * t3
      : -0.000278 + 0.000265 * t + 0.000262 * t2;
  return mean + c - delta;
};

/** In which twelfth of its year the sun stands as a day begins, 0 at the spring equinox. */
const sunAt = (day: number, zone: number): number => {
  const t = (day - 2451545.5 - zone / 24) / 36525;
  const t2 = t * t;
  const m = (357.5291 + 35999.0503 * t - 0.0001559 * t2 - 0.00000048 * t * t2) * rad;
  const l0 = 280.46645 + 36000.76983 * t + 0.0003032 * t2;
  const dl =
    (1.9146 - 0.004817 * t - 0.000014 * t2) * Math.sin(m) +
    (0.019993 - 0.000101 * t) * Math.sin(2 * m) +
    0.00029 * Math.sin(3 * m);
  const l = (l0 + dl) * rad;
  return Math.floor(((l - Math.PI * 2 * Math.floor(l / (Math.PI * 2))) / Math.PI) * 6);
};

const newMoonDay = (k: number, zone: number): number => Math.floor(newMoon(k) + 0.5 + zone / 24);

/** The first day of the month that has the winter solstice in it. */
const month11 = (year: number, zone: number): number => {
  const off = julianDay(31, 12, year) - 2415021;
  const k = Math.floor(off / 29.530588853);
  const day = newMoonDay(k, zone);
  return sunAt(day, zone) >= 9 ? newMoonDay(k - 1, zone) : day;
};

/** How many months after the eleventh the leap month comes: the first in which the sun does not go on. */
const leapOffset = (a11: number, zone: number): number => {
  const k = Math.floor((a11 - 2415021.076998695) / 29.530588853 + 0.5);
  let last = sunAt(newMoonDay(k + 1, zone), zone);
  for (let i = 2; i < 15; i += 1) {
    const arc = sunAt(newMoonDay(k + i, zone), zone);
    if (arc === last) return i - 1;
    last = arc;
  }
  throw new Error('A year of thirteen months has a leap month.');
};

/** The Gregorian date of a day of a lunar month that is no leap month, counted in a time zone (hours ahead of UTC). */
export const solarOf = (day: number, month: number, year: number, zone = 7): string => {
  const a11 = month < 11 ? month11(year - 1, zone) : month11(year, zone);
  const b11 = month < 11 ? month11(year, zone) : month11(year + 1, zone);
  const k = Math.floor(0.5 + (a11 - 2415021.076998695) / 29.530588853);
  const plain = month < 11 ? month + 1 : month - 11;
  const off = b11 - a11 > 365 && plain >= leapOffset(a11, zone) ? plain + 1 : plain;
  return dateOf(newMoonDay(k + off, zone) + day - 1);
};
