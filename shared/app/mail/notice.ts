/** Which mail of a journal entry one is. */
export type Notice =
  | 'task'
  | 'reminder'
  | 'left-out'
  | 'lowered'
  | 'result'
  | 'published'
  | 'closed'
  | 'granted'
  | 'reversed'
  | 'year-end'
  | 'round-end'
  | 'adjusted';
