import { describe, expect, it } from 'vitest';
import {
  type AuthorityRegister,
  evolveAuthority,
  hasEnded,
  holdsAt,
  lastDayOf,
  MOST_AUTHORISATIONS,
} from '../../shared/domain/authority.ts';
import { addDays, Instant, PlainDate } from '../../shared/domain/calendar.ts';
import { LocalityId, PersonId, PlanId, UnitId } from '../../shared/domain/ids.ts';

const id = 'tay-giang-2021-2025';
const by = { kind: 'person' as const, person: PersonId.parse('tg.ubnd.ct'), office: UnitId.parse('tg.ubnd') };
const first = PlainDate.parse('2022-01-03');
const morning = (day: PlainDate): Instant => Instant.parse(`${day}T01:00:00.000Z`);

const recorded = (state: AuthorityRegister | undefined, n: number, from: PlainDate, until: PlainDate) =>
  evolveAuthority(
    id,
    state,
    {
      type: 'AuthorisationRecorded',
      locality: LocalityId.parse('tay-giang'),
      plan: PlanId.parse(id),
      authorisation: `a${n}`,
      office: UnitId.parse('tg.ubnd'),
      giver: PersonId.parse('tg.ubnd.ct'),
      recipient: PersonId.parse('tg.vp.cvp'),
      number: `${n}/GUQ-UBND`,
      date: from,
      from,
      until,
      works: ['approval'],
    },
    { at: morning(from), by },
  );

describe('an authorisation', () => {
  const register = recorded(undefined, 1, PlainDate.parse('2022-11-20'), PlainDate.parse('2022-11-30'));
  const [paper] = register.authorisations;
  if (paper === undefined) throw new Error('It was recorded.');

  it.each([
    ['the last second before its first day', '2022-11-19T16:59:59.000Z', false, false],
    ['the first second of its first day, in Vietnam', '2022-11-19T17:00:00.000Z', true, false],
    ['the last second of its last day', '2022-11-30T16:59:59.000Z', true, false],
    ['the first second after', '2022-11-30T17:00:00.000Z', false, true],
  ])('at %s', (_, at, holds, ended) => {
    expect([holdsAt(paper, Instant.parse(at)), hasEnded(paper, Instant.parse(at))]).toEqual([holds, ended]);
  });

  it('ends at the moment of its revocation, within its days', () => {
    const at = Instant.parse('2022-11-25T03:00:00.000Z');
    const event = { type: 'AuthorisationRevoked' as const, authorisation: 'a1', reason: 'Đã về sớm' };
    const [revoked] = evolveAuthority(id, register, event, { at, by }).authorisations;
    if (revoked === undefined) throw new Error('It is still on record.');
    expect([holdsAt(revoked, at), hasEnded(revoked, at), lastDayOf(revoked)]).toEqual([false, true, '2022-11-25']);
  });
});

describe('the register', () => {
  it('counts every one, and keeps the last that ended up to what a record holds', () => {
    let state: AuthorityRegister | undefined;
    for (let n = 1; n <= 120; n += 1) {
      const day = addDays(first, n);
      state = recorded(state, n, day, day);
    }
    expect(state).toMatchObject({ revision: 120, recorded: 120 });
    expect(state?.authorisations).toHaveLength(MOST_AUTHORISATIONS);
    expect(state?.authorisations.at(-1)?.id).toBe('a120');
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(25_000);
  });

  it('drops none that holds or will', () => {
    let state: AuthorityRegister | undefined;
    const late = PlainDate.parse('2025-12-31');
    for (let n = 1; n <= 20; n += 1) state = recorded(state, n, addDays(first, n), late);
    for (let n = 21; n <= 100; n += 1) state = recorded(state, n, addDays(first, n), addDays(first, n));
    const kept = new Set(state?.authorisations.map((one) => one.id));
    expect(Array.from({ length: 20 }, (_, n) => `a${n + 1}`).filter((one) => !kept.has(one))).toEqual([]);
  });
});
