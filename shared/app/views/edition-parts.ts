import type { ActivityTotal, UnitWords } from '../../domain/edition.ts';
import { editionIdOf } from '../../domain/ids.ts';
import type { Stored } from '../../domain/records.ts';
import { readEditionTotals, readEditionWords } from '../content.ts';
import { type InCycle, isAddressed, type ViewPorts } from './access.ts';

/** Where an edition's pages are; undefined where there is none, or it is not put together yet. */
const contentOf = (edition: Stored<'edition'> | undefined) => {
  const { content, locality } = edition?.body ?? {};
  return content === undefined || content === null || locality === undefined ? undefined : { ...content, locality };
};

/** An edition's totals; none where there is no edition, or it is not put together yet. */
export const totalsOf = async (
  { store }: ViewPorts,
  edition: Stored<'edition'> | undefined,
): Promise<readonly ActivityTotal[]> => {
  const content = contentOf(edition);
  return content === undefined ? [] : readEditionTotals(store, content.locality, content.totals);
};

/** An edition's words; undefined where there is no edition, or it is not put together yet. */
export const wordsOf = async (
  { store }: ViewPorts,
  edition: Stored<'edition'> | undefined,
): Promise<readonly UnitWords[] | undefined> => {
  const content = contentOf(edition);
  return content && readEditionWords(store, content.locality, content.words);
};

/** An edition of a cycle by its number. */
export const loadEdition = (
  ports: ViewPorts,
  { body }: Stored<'cycle'>,
  n: number,
): Promise<Stored<'edition'> | undefined> =>
  n < 1 ? Promise.resolve(undefined) : ports.store.load(body.locality, 'edition', editionIdOf(body.id, n));

/** The last edition of a cycle that is put together; undefined before its first. */
export const lastFormed = (ports: ViewPorts, cycle: Stored<'cycle'>): Promise<Stored<'edition'> | undefined> => {
  const { phase, editions } = cycle.body;
  return loadEdition(ports, cycle, phase === 'consolidated' ? editions : editions - 1);
};

/** Who sees everybody's figures: the offices that see everything, and whom the reports go to. */
export const seesAllOf = (room: Pick<InCycle, 'viewer' | 'cycle' | 'plan'>): boolean =>
  room.viewer.seesAll || isAddressed(room.viewer, room);
