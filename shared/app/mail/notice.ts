/** Which mail of a journal entry one is. */
export type Notice =
  | 'task'
  | 'reminder'
  /** Its due date moved: it was extended, or the days off changed. */
  | 'dated'
  /** Its ladder ended it. */
  | 'lapsed'
  | 'left-out'
  | 'lowered'
  | 'result'
  | 'published'
  | 'closed'
  /** A unit also claims a joint activity that another submits. */
  | 'second-claim'
  /** What an officer prepared was signed. */
  | 'signed'
  /** Somebody signed by the reader's authorisation. */
  | 'signed-for'
  /** The reader's office may comment on a package while a stage is open. */
  | 'consulted'
  /** The reader stands in for somebody who is away. */
  | 'stand-in'
  /** Somebody is away while his work is due, and nobody stands in; or several are, as a round opens. */
  | 'stand-in-asked'
  | 'stand-ins-asked'
  /** A post that work waits for has no holder. */
  | 'vacancy'
  /** Somebody's address takes no mail. */
  | 'undelivered'
  /** An authorisation was recorded, or revoked. */
  | 'authorisation'
  | 'granted'
  | 'reversed'
  | 'year-end'
  | 'round-end'
  | 'adjusted';
