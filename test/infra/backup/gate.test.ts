import { expect, it } from 'vitest';
import { createGate } from '../../../infra/local/backup/gate.ts';

it('a moment of stillness comes between what was under way and what comes after', async () => {
  const gate = createGate();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const under = gate.pass(async () => {
    await first.promise;
    order.push('first');
  });
  const still = gate.still(() => order.push('still'));
  const later = gate.pass(() => Promise.resolve(order.push('later')));
  const again = gate.still(() => order.push('again'));
  first.resolve();
  await Promise.all([under, still, later, again]);
  expect(order.slice(0, 2)).toEqual(['first', 'still']);
  expect(order.slice(2).toSorted()).toEqual(['again', 'later']);
});

it('what fails lets the rest pass', async () => {
  const gate = createGate(20);
  await expect(gate.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(
    gate.still(() => {
      throw new Error('not now');
    }),
  ).rejects.toThrow('not now');
  const endless = Promise.withResolvers<void>();
  const under = gate.pass(() => endless.promise);
  await expect(gate.still(() => 1)).rejects.toThrow('does not end');
  expect(await gate.pass(() => Promise.resolve(2))).toBe(2);
  endless.resolve();
  await under;
  expect(await gate.still(() => 3)).toBe(3);
});
