import { channel } from 'node:diagnostics_channel';

/** What is written: journal entries into DynamoDB, a step of an execution, or anything else that is kept. */
export type WriteKind = 'journal' | 'step' | 'other';

/**
 * A moment next to a write: before it is durable, or when it just has become so and nobody has been told. `written`
 * says what, for who wants to name the point.
 */
export type WritePoint = { readonly kind: WriteKind; readonly when: 'before' | 'after'; readonly written: unknown };

/** Hears a `WritePoint` at each side of each write of the runtime; it costs nothing while nobody listens. */
export const writePoints = channel('trinh:write');

const publish = (kind: WriteKind, when: WritePoint['when'], written: unknown): void => {
  if (!writePoints.hasSubscribers) return;
  const point: WritePoint = { kind, when, written };
  writePoints.publish(point);
};

/** Makes a write, and says so before and after; not after one that throws. */
export const aroundWrite = <T>(kind: WriteKind, work: () => T, written?: unknown): T => {
  publish(kind, 'before', written);
  const result = work();
  publish(kind, 'after', written);
  return result;
};

/** As `aroundWrite`, for a write whose answer is awaited. */
export const aroundAsyncWrite = async <T>(kind: WriteKind, work: () => Promise<T>, written?: unknown): Promise<T> => {
  publish(kind, 'before', written);
  const result = await work();
  publish(kind, 'after', written);
  return result;
};
