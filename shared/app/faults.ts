/** A fault that passes: throttling, a conflict, a service that did not answer. Retried by the machines and queues. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
}

/** A fault that does not pass by itself: a record that cannot be read, a missing grant. It stays visible. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
}
