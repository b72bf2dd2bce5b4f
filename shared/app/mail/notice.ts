/** Which mail of a journal entry one is. */
export type Notice =
  | 'task'
  | 'reminder'
  | 'left-out'
  | 'lowered'
  | 'result'
  | 'published'
  | 'closed'
  /** What an officer prepared was signed. */
  | 'signed'
  /** Somebody signed by the reader's authorisation. */
  | 'signed-for'
  /** An authorisation was recorded, or revoked. */
  | 'authorisation'
  | 'granted'
  | 'reversed'
  | 'year-end'
  | 'round-end'
  | 'adjusted';
