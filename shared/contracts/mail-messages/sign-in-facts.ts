import type { Browser } from '../../domain/browser.ts';
import type { TaskKind } from '../../domain/task.ts';
import type { MomentFact } from './facts.ts';

type AskedFact = { readonly from: Browser; readonly at: MomentFact; readonly until: MomentFact };

/** A link to sign in by: for which plans, asked for when and from where, good until when. */
export type SignInFact = AskedFact & { readonly plans: readonly string[] };

/** A code to act by the link of a task. */
export type CodeFact = AskedFact & { readonly digits: string; readonly plan: string; readonly kind: TaskKind };
