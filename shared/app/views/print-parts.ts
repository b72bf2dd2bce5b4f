import type { AttachedFile } from '../../domain/attached-file.ts';
import type { ActivityCode } from '../../domain/ids.ts';
import type { Line, SourceOfFunds } from '../../domain/lines.ts';
import { addUp } from './amounts.ts';
import type { LineFigures, UnitFigures } from './package-view.ts';
import type { Amounts, Reach } from './reach.ts';

/** What a unit proposes for one activity, as the synthesis table (bảng tổng hợp) has it. */
export type ActivityFigures = {
  readonly activity: ActivityCode;
  readonly amounts: Amounts;
  readonly sources: readonly SourceOfFunds[];
  /** Different reasons why figures were changed, the first few. */
  readonly reasons: readonly string[];
  /** How many more there are, to be read at the lines. */
  readonly moreReasons: number;
};

/** A unit as one part prints it; one of more lines than a part holds goes on in the next. */
export type PrintedUnit = UnitFigures & {
  /** Its place among the units of the package. */
  readonly no: number;
  /** The place of its first line here among its lines. */
  readonly from: number;
  /** Whether an earlier part began it: then this one has neither its synthesis nor its files. */
  readonly continued: boolean;
  readonly activities: readonly ActivityFigures[];
};

/** Which of a package's parts is printed. */
export type Part = { readonly n: number; readonly of: number };

/** So many reasons are told in the synthesis table. */
const MOST_REASONS = 3;

const unique = <T>(list: readonly T[]): readonly T[] => [...new Set(list)];

/** A line's amount at each figure that is shown. */
export const figuresOf = ({ line, appraised, approved }: LineFigures): Amounts => ({
  proposed: line.amount,
  appraised: appraised?.amount ?? null,
  approved: approved?.amount ?? null,
});

/** A unit's lines by activity, in the order in which it names them. */
export const byActivity = (
  lines: readonly LineFigures[],
  reach: Pick<Reach, 'appraised' | 'approved'>,
): readonly ActivityFigures[] =>
  unique(lines.map(({ line }) => line.activity)).map((activity) => {
    const own = lines.filter(({ line }) => line.activity === activity);
    const reasons = unique(
      own.flatMap(({ appraised, approved }) => [appraised?.reason ?? '', approved?.reason ?? '']),
    ).filter((reason) => reason !== '');
    return {
      activity,
      amounts: addUp(own.map(figuresOf), reach),
      sources: unique(own.map(({ line }) => line.source)),
      reasons: reasons.slice(0, MOST_REASONS),
      moreReasons: Math.max(0, reasons.length - MOST_REASONS),
    };
  });

/**
 * The most bytes of units in one part. Lambda answers with at most 6 MB of JSON, and the summary and the course stand
 * beside the units in the only part of a small package.
 */
export const PART_BYTES = 4_200_000;

/** What a row takes beside the texts that people wrote: its markup, figures, titles of posts. */
const ROW_BYTES = 1_400;

/** A character as its page has it, at most: what HTML escapes, or JSON, takes six bytes. */
const bytesOfUnit = (code: number): number => (code < 0x20 ? 6 : code < 0x80 ? 1 : 3);
const ESCAPED = /[&<>"'\\]/g;

/** The most bytes that a text takes in a page within Lambda's answer. */
const bytesOf = (text: string): number => {
  let bytes = 5 * (text.match(ESCAPED)?.length ?? 0);
  for (let at = 0; at < text.length; at += 1) bytes += bytesOfUnit(text.charCodeAt(at));
  return bytes;
};

const allOf = (texts: readonly string[]): number => texts.reduce((bytes, text) => bytes + bytesOf(text), 0);

const bytesOfLine = ({ content, measure, basis, note }: Line): number =>
  ROW_BYTES + allOf([content, measure, basis, note]);

const bytesOfFigures = ({ line, appraised, approved, norm }: LineFigures): number =>
  bytesOfLine(line) +
  allOf([appraised?.reason ?? '', approved?.reason ?? '', norm?.norm.source ?? '', norm?.norm.title.vi ?? '']);

const bytesOfFile = ({ name }: AttachedFile): number => ROW_BYTES + bytesOf(name);

type Slice = PrintedUnit & { readonly bytes: number };

/** A unit cut where a part would be full, its synthesis, memos and files with the first piece. */
const slicesOf = (unit: UnitFigures, no: number, reach: Pick<Reach, 'appraised' | 'approved'>): readonly Slice[] => {
  const activities = byActivity(unit.lines, reach);
  const { memo, claims, files, estimate } = unit;
  const first =
    2 * ROW_BYTES +
    bytesOf(estimate.body.nil?.reason ?? '') +
    activities.reduce((bytes, { reasons }) => bytes + ROW_BYTES + allOf(reasons), 0) +
    [...memo, ...claims].reduce((bytes, line) => bytes + bytesOfLine(line), 0) +
    files.reduce((bytes, file) => bytes + bytesOfFile(file), 0);
  const slices: Slice[] = [];
  let [from, bytes] = [0, first];
  const cut = (to: number): void => {
    const continued = from > 0;
    const rest = continued ? { memo: [], claims: [], files: [], activities: [] } : { activities };
    slices.push({ ...unit, ...rest, lines: unit.lines.slice(from, to), no, from: from + 1, continued, bytes });
  };
  unit.lines.forEach((line, index) => {
    const more = bytesOfFigures(line);
    if (bytes + more > PART_BYTES && index > from) {
      cut(index);
      [from, bytes] = [index, ROW_BYTES];
    }
    bytes += more;
  });
  cut(unit.lines.length);
  return slices;
};

/**
 * Takes a package's units in their order and keeps those of one part, so that no more than that part is in memory.
 * The parts are the same whichever is asked for.
 */
export const partOf = (asked: number, reach: Pick<Reach, 'appraised' | 'approved'>) => {
  const kept = new Map<number, PrintedUnit[]>();
  let [part, bytes, no] = [1, 0, 0];
  return {
    take: (units: readonly UnitFigures[]): void => {
      for (const unit of units) {
        no += 1;
        for (const { bytes: own, ...slice } of slicesOf(unit, no, reach)) {
          if (bytes > 0 && bytes + own > PART_BYTES) [part, bytes] = [part + 1, 0];
          bytes += own;
          // The last part so far is kept too: whoever asks for one past the end is shown the last.
          if (part > asked) continue;
          if (!kept.has(part)) kept.clear();
          kept.set(part, [...(kept.get(part) ?? []), slice]);
        }
      }
    },
    /** The part asked for, or the last where there are fewer. */
    done: (): { readonly part: Part; readonly printed: readonly PrintedUnit[] } => {
      const n = Math.min(asked, part);
      return { part: { n, of: part }, printed: kept.get(n) ?? [] };
    },
  };
};
