import { expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { instantOf } from '../../shared/domain/calendar.ts';
import { writesOf } from '../../shared/domain/commit.ts';
import { CommandId, PersonId, UnitId } from '../../shared/domain/ids.ts';
import { paginate } from '../../shared/domain/pages.ts';
import { attachToEstimate, attachToStage } from '../support/attaching.ts';
import { scanOf } from '../support/memory-scan.ts';
import type { Office } from '../support/office.ts';
import { anOffice } from '../support/office.ts';
import { packageP } from '../support/package-p.ts';
import { aWholeRound } from '../support/whole-round.ts';

const faultsOf = async ({ memory, ports }: Office) => (await verifyStore(scanOf(memory), sha256, ports.files)).faults;

const withFiles = async () => {
  const office = await anOffice();
  await office.open();
  await office.submit('tg.tt', packageP['tg.tt']);
  const quote = attachToEstimate(office, 'tg.tt', 3);
  await office.act('tg.tt.vc', quote);
  expect(await faultsOf(office)).toEqual([]);
  return { office, quote };
};

it('finds every attached file in the store, those of decisions too', async () => {
  const office = await aWholeRound();
  await office.act('tg.ubnd.ct', attachToStage(office, 'approval', 2));
  expect(await faultsOf(office)).toEqual([]);
});

it('names the file that is missing, and the one that is not whole', async () => {
  const { office, quote } = await withFiles();
  const key = `files/tay-giang/${quote.sha256}`;
  const where = `tay-giang#estimate#${office.estimateOf('tg.tt')} “Báo giá.pdf” ${quote.sha256}`;
  office.objects.set(key, new Uint8Array(3));
  expect(await faultsOf(office)).toEqual([{ where, fault: 'file-missing' }]);
  office.objects.delete(key);
  expect(await faultsOf(office)).toEqual([{ where, fault: 'file-missing' }]);
});

it('finds a list of files that is not what the journal says', async () => {
  const { office, quote } = await withFiles();
  const before = await office.estimate('tg.tt');
  const { ref, pages } = paginate('files', [], sha256);
  await office.store.writePages(office.locality, pages);
  const at = instantOf(office.clock.now());
  const id = CommandId.parse('smuggled-1');
  const actor = { kind: 'person', person: PersonId.parse('tg.tt.vc'), office: UnitId.parse('tg.tt') } as const;
  const event = {
    type: 'FileDetached',
    sha256: sha256('of another file'),
    about: { of: 'estimate', line: 3 },
    files: ref,
  } as const;
  const writes = writesOf(
    [{ type: 'estimate', id: before.id, before, event }],
    { locality: office.locality, at, actor, command: id },
    sha256,
  );
  const command = { id, asked: sha256('smuggled'), at };
  expect(await office.store.commit({ locality: office.locality, command, writes, guards: [] })).toBe('committed');
  expect(quote.sha256).not.toBe(event.sha256);
  expect(await faultsOf(office)).toEqual([{ where: `tay-giang#estimate#${before.id}`, fault: 'files-differ' }]);
});
