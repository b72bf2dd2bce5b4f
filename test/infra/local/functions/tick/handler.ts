import * as z from 'zod';

const Input = z.object({ at: z.string().optional(), forever: z.boolean().optional() });

/** Says that it was called; with `forever` it never answers. */
export const handler = async (event: unknown) => {
  const { at, forever } = Input.parse(event);
  if (forever === true) await new Promise(() => undefined);
  return { ticked: at };
};
