import { expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { instantOf } from '../../shared/domain/calendar.ts';
import { writesOf } from '../../shared/domain/commit.ts';
import { CommandId, PersonId, UnitId } from '../../shared/domain/ids.ts';
import type { Change } from '../../shared/domain/records.ts';
import { scanOf } from '../support/memory-scan.ts';
import { anOffice, type Office } from '../support/office.ts';

const faultsOf = async ({ memory }: Office) =>
  (await verifyStore(scanOf(memory), sha256)).faults.map(({ fault }) => fault);

/** A commit that keeps every chain, by a writer that asked no rule. */
const smuggle = async ({ store, locality, clock }: Office, change: Change): Promise<void> => {
  const at = instantOf(clock.now());
  const id = CommandId.parse('smuggled-1');
  const actor = { kind: 'person' as const, person: PersonId.parse('tg.vhtt.cv'), office: UnitId.parse('tg.vhtt') };
  const writes = writesOf([change], { locality, at, actor, command: id }, sha256);
  const command = { id, asked: sha256('smuggled'), at };
  expect(await store.commit({ locality, command, writes, guards: [] })).toBe('committed');
};

it('finds what was signed by the person who prepared it', async () => {
  const office = await anOffice();
  await office.open();
  await office.fileP();
  await office.lock();
  expect(await faultsOf(office)).toEqual([]);
  const before = await office.thePackage();
  const event = {
    type: 'StageForwarded' as const,
    stage: 'synthesis' as const,
    submission: 1,
    next: 'appraisal' as const,
    remark: '',
    content: before.body.content,
    preparedBy: PersonId.parse('tg.vhtt.cv'),
  };
  await smuggle(office, { type: 'package', id: before.id, before, event });
  expect(await faultsOf(office)).toEqual(['signed-without-right']);
});

it('finds two authorisations that hold on the same days for the same work, and one lent to its giver', async () => {
  const office = await anOffice();
  await office.act('tg.ubnd.ct', office.authorisation());
  expect(await faultsOf(office)).toEqual([]);
  const before = await office.load('authority', office.plan.id);
  const [first] = before.body.authorisations;
  if (first === undefined) throw new Error('There is an authorisation.');
  const { office: lending, giver, number, date, from, until, works } = first;
  await smuggle(office, {
    type: 'authority',
    id: before.id,
    before,
    event: {
      type: 'AuthorisationRecorded',
      locality: office.locality,
      plan: office.plan.id,
      authorisation: 'a2',
      office: lending,
      giver,
      recipient: giver,
      number,
      date,
      from,
      until,
      works,
    },
  });
  expect(await faultsOf(office)).toEqual(['authorisations-overlap', 'lent-to-giver']);
});
