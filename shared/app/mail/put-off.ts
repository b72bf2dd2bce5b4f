/**
 * SES takes no more for now: its rate is used up for longer than a call can wait, or the quota of these 24 hours is.
 * Nothing failed: a mail that is owed stays owed, and `tick` queues it again.
 */
export class PutOffError extends Error {
  override readonly name = 'PutOffError';
  readonly because: 'rate' | 'quota';

  constructor(because: 'rate' | 'quota', options?: ErrorOptions) {
    super(
      because === 'quota'
        ? "SES takes no more mail: the account's quota of 24 hours is used up."
        : "SES takes no more mail for now: the account's rate is used up.",
      options,
    );
    this.because = because;
  }
}
