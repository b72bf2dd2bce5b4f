/** Something of the runtime that acts by itself when a moment comes. */
export interface TimerSource {
  /** When it next wants to act, in epoch milliseconds; undefined while nothing waits. */
  next(): number | undefined;
  /** Does what is due at `now`, or the first part of it; it is called again as long as `next` is not later. */
  fire(now: number): Promise<void>;
}

/** The order of everything that happens by itself: real time, or time that only moves when it is stepped. */
export interface Timeline {
  now(): Date;
  add(source: TimerSource): void;
  /** A source's `next` changed. */
  wake(): void;
  /** Counts the work as activity until it has settled. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is being done and nothing is due. Rejects with what a source threw meanwhile. */
  settled(): Promise<void>;
  /** Moves the clock forward, one timer at a time, each settled before the next. Refuses to go back. */
  stepTo(at: Date): Promise<void>;
}

/** The hands of the clock, as the timeline moves them; all moments in epoch milliseconds. */
export interface ClockHands {
  /** A frozen clock stands still between steps. */
  readonly frozen: boolean;
  now(): number;
  /** Sets the clock forward to `at`. */
  moveTo(at: number): void;
  /** Keeps a running clock still until `release`. */
  hold(): void;
  release(): void;
}

/** What the runtime alone may do with its timeline. */
export interface OwnTimeline extends Timeline {
  /** The next moment, in epoch milliseconds, at which a stepped clock would have something to do. */
  nextTimer(): number | undefined;
  /** Whether `stepTo` is moving the clock just now, or the clock moves no other way. */
  isStepping(): boolean;
  /** Resolves when no counted work is left, or after `patience` milliseconds of real time. */
  quiet(patience: number): Promise<void>;
  /** Fires nothing any more. */
  stop(): void;
}

const longestTimer = 24 * 60 * 60 * 1000;
const pauseAfterFault = 1000;
const mostFiresOfOneMoment = 100_000;

type Due = { source: TimerSource; at: number };

/** Puts sources in order on a clock. `onFault` hears what a source threw; on a frozen clock `settled` rejects too. */
export const createTimeline = (hands: ClockHands, onFault: (fault: unknown) => void): OwnTimeline => {
  const sources: TimerSource[] = [];
  const firing = new Set<TimerSource>();
  const paused = new Map<TimerSource, NodeJS.Timeout>();
  const waiting: { resolve: () => void; reject: (fault: unknown) => void }[] = [];
  const faults: unknown[] = [];
  let active = 0;
  let looking = false;
  let stepping = false;
  let stopped = false;
  let looksAhead = false;
  let timer: NodeJS.Timeout | undefined;
  let steps: Promise<void> = Promise.resolve();

  const earliest = (): Due | undefined => {
    let first: Due | undefined;
    for (const source of sources) {
      if (firing.has(source) || paused.has(source)) continue;
      const at = source.next();
      if (at !== undefined && (first === undefined || at < first.at)) first = { source, at };
    }
    return first;
  };

  const track = async <T>(work: Promise<T>): Promise<T> => {
    active += 1;
    try {
      return await work;
    } finally {
      active -= 1;
      look();
    }
  };

  const heard = (source: TimerSource, fault: unknown): void => {
    onFault(fault);
    if (hands.frozen) faults.push(fault);
    const again = setTimeout(() => {
      paused.delete(source);
      arm();
    }, pauseAfterFault);
    again.unref();
    paused.set(source, again);
  };

  const fire = async (source: TimerSource): Promise<void> => {
    firing.add(source);
    try {
      await track(source.fire(hands.now()));
    } catch (fault) {
      heard(source, fault);
    } finally {
      firing.delete(source);
      arm();
    }
  };

  /** Fires what is due and sets the process timer for what comes next. */
  const arm = (): void => {
    clearTimeout(timer);
    if (stopped || stepping) return;
    if (hands.frozen) {
      look();
      return;
    }
    for (;;) {
      const first = earliest();
      if (first === undefined) return;
      const wait = first.at - hands.now();
      if (wait > 0) {
        // What was fired above may have set one already.
        clearTimeout(timer);
        timer = setTimeout(arm, Math.min(wait, longestTimer));
        return;
      }
      void fire(first.source);
    }
  };

  /** Looks, a turn later, whether all is quiet; what is due by then is fired first. */
  const look = (): void => {
    if (looking) return;
    looking = true;
    setImmediate(() => {
      looking = false;
      if (active > 0) return;
      const due = stopped ? undefined : earliest();
      if (due !== undefined && due.at <= hands.now()) {
        void fire(due.source);
        return;
      }
      const [fault] = faults.splice(0);
      for (const { resolve, reject } of waiting.splice(0)) {
        if (fault === undefined) resolve();
        else reject(fault);
      }
    });
  };

  const settled = (): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      look();
    });

  const step = async (to: number): Promise<void> => {
    if (to < hands.now()) {
      throw new RangeError(`The clock stands at ${new Date(hands.now()).toISOString()} and only moves forward.`);
    }
    stepping = true;
    clearTimeout(timer);
    hands.hold();
    try {
      let fires = 0;
      for (;;) {
        await settled();
        const first = earliest();
        if (stopped || first === undefined || first.at > to) break;
        fires = first.at > hands.now() ? 0 : fires + 1;
        if (fires > mostFiresOfOneMoment) throw new Error('A timer is due again and again at the same moment.');
        hands.moveTo(Math.max(hands.now(), first.at));
        await fire(first.source);
      }
      hands.moveTo(Math.max(hands.now(), to));
      await settled();
    } finally {
      hands.release();
      stepping = false;
      arm();
    }
  };

  return {
    now: () => new Date(hands.now()),
    add: (source) => {
      sources.push(source);
      arm();
    },
    wake: () => arm(),
    track,
    settled,
    stepTo: (at) => {
      const done = steps.then(() => step(at.getTime()));
      steps = done.catch(() => undefined);
      return done;
    },
    nextTimer: () => {
      looksAhead = true;
      const first = earliest();
      looksAhead = false;
      return first?.at;
    },
    isStepping: () => stepping || looksAhead || hands.frozen,
    quiet: (patience) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, patience);
        void settled()
          .catch(() => undefined)
          .then(() => {
            clearTimeout(timer);
            resolve();
          });
      }),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      for (const again of paused.values()) clearTimeout(again);
      look();
    },
  };
};
