import { expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { commentsOf } from '../../shared/app/comment-commands.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { instantOf } from '../../shared/domain/calendar.ts';
import type { LineComment } from '../../shared/domain/comment.ts';
import { writesOf } from '../../shared/domain/commit.ts';
import { CommandId, PersonId, type Sha256, UnitId } from '../../shared/domain/ids.ts';
import { paginate } from '../../shared/domain/pages.ts';
import { atFinance } from '../support/at-finance.ts';
import { commentOn } from '../support/commenting.ts';
import { scanOf } from '../support/memory-scan.ts';
import type { Office } from '../support/office.ts';
import { aWholeRound } from '../support/whole-round.ts';

const faultsOf = async ({ memory, ports }: Office) => (await verifyStore(scanOf(memory), sha256, ports.files)).faults;

/** Writes an entry behind the domain's back, whose list of comments is another one than it should be. */
const smuggle = async (office: Office, comments: readonly LineComment[] | Sha256): Promise<void> => {
  const before = await office.thePackage();
  const { ref, pages } =
    typeof comments === 'string'
      ? { ref: { root: comments, count: 1 }, pages: [] }
      : paginate('comments', comments, sha256);
  await office.store.writePages(office.locality, pages);
  const at = instantOf(office.clock.now());
  const id = CommandId.parse('smuggled-1');
  const actor = { kind: 'person', person: PersonId.parse('tg.vhtt.cv'), office: UnitId.parse('tg.vhtt') } as const;
  const event = { type: 'CommentWithdrawn', stage: 'appraisal', submission: 1, no: 1, comments: ref } as const;
  const meta = { locality: office.locality, at, actor, command: id };
  const writes = writesOf([{ type: 'package', id: before.id, before, event }], meta, sha256);
  const command = { id, asked: sha256('smuggled'), at };
  expect(await office.store.commit({ locality: office.locality, command, writes, guards: [] })).toBe('committed');
};

const commented = async (): Promise<Office> => {
  const office = await atFinance();
  await office.act('tg.vhtt.cv', await commentOn(office, 'tg.tt', 3));
  expect(await faultsOf(office)).toEqual([]);
  return office;
};

it('finds a whole round’s comments, withdrawn ones too, to be what its journal says', async () => {
  const office = await aWholeRound();
  expect((await commentsOf(office, await office.thePackage())).map(({ withdrawn }) => withdrawn === null)).toEqual([
    true,
    false,
  ]);
  expect(await faultsOf(office)).toEqual([]);
});

it.each([
  ['dropped', () => []],
  ['rewritten', (all: readonly LineComment[]) => all.map((one) => ({ ...one, text: 'Đồng ý' }))],
  ['kept as if it were not withdrawn', (all: readonly LineComment[]) => all],
])('finds a comment that was %s', async (_what, forged) => {
  const office = await commented();
  await smuggle(office, forged(await commentsOf(office, await office.thePackage())));
  expect(await faultsOf(office)).toEqual([{ where: `tay-giang#package#${office.pkg}`, fault: 'comments-differ' }]);
});

it('finds that the page of the comments is not there', async () => {
  const office = await commented();
  await smuggle(office, sha256('nothing of that name'));
  expect(await faultsOf(office)).toEqual([{ where: `tay-giang#package#${office.pkg}`, fault: 'page-missing' }]);
});
