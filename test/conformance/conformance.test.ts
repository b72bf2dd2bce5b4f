import { expect, test, vi } from 'vitest';
import { main, table } from './conformance.ts';

test('says that it skips where the recorded cases are not on the machine', async () => {
  const log = vi.spyOn(console, 'log').mockReturnValue(undefined);
  await main([], '/nowhere/asl-conformance');
  expect(log.mock.calls).toEqual([
    [expect.stringMatching(/^Skipped: the cases recorded on AWS are not on this machine/)],
  ]);
});

test('has a line for each area, and one with the reason for each case that did not pass', () => {
  const results = [
    { id: 'a', area: 'assign', ok: true, refused: false },
    { id: 'b', area: 'assign', ok: false, refused: true, why: 'refused: not supported' },
    { id: 'c', area: 'timeouts', ok: false, refused: false, why: 'status: expected FAILED' },
  ];
  expect(table({ passed: 1, refused: 1, n: 3, results })).toEqual([
    '              passed   refused different',
    '  assign           1         1         0',
    '  timeouts         0         0         1',
    '  refused   b\n            refused: not supported',
    '  different c\n            status: expected FAILED',
    '1 of 3 cases pass, 1 refused as unsupported, 1 different',
  ]);
});
