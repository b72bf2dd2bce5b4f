import * as z from 'zod';

const Input = z.object({ hang: z.boolean().optional(), gate: z.string().optional(), call: z.string().optional() });

let count = 0;

/**
 * Counts its calls. With `hang` it never answers; with `gate` it waits until that address answers, then calls
 * `call`, and tells the gate how that went.
 */
export const handler = async (event: unknown) => {
  count += 1;
  const { hang, gate, call } = Input.parse(event);
  if (hang === true) await new Promise(() => undefined);
  if (gate !== undefined) {
    await fetch(gate);
    const outcome = await fetch(call ?? '', { method: 'POST', body: '{}' }).then(
      ({ status }) => String(status),
      () => 'no answer',
    );
    await fetch(`${gate}?outcome=${encodeURIComponent(outcome)}`);
  }
  return { count };
};
