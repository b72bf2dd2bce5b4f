import * as z from 'zod';

const Env = z.object({ READY: z.string() });
const { READY: ready } = Env.parse(process.env);

/** Needs READY when it is loaded. */
export const handler = () => ({ ready });
