/** Where a bar is drawn: a terminal is overwritten, anything else gets a plain line now and then. */
type Drawable = { readonly isTTY?: boolean; write(text: string): unknown };

const WIDTH = 24;
const CLEARED = '\r\u001B[2K';

/** A bar that says how many steps of how many are done, and which comes; gone when all are. */
export type ProgressBar = {
  readonly show: (done: number, all: number, what: string) => void;
  readonly clear: () => void;
};

/** Draws a bar. */
export const progressBar = (to: Drawable): ProgressBar => {
  let quarter = -1;
  return {
    show: (done, all, what) => {
      const share = all === 0 ? 1 : done / all;
      if (to.isTTY === true) {
        const filled = Math.round(share * WIDTH);
        const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
        to.write(`${CLEARED}${done === all ? '' : `${bar} ${done}/${all} ${what}`}`);
        return;
      }
      const now = Math.floor(share * 4);
      if (now > quarter) to.write(`${`${done}/${all} ${what}`.trimEnd()}\n`);
      quarter = Math.max(quarter, now);
    },
    clear: () => {
      if (to.isTTY === true) to.write(CLEARED);
    },
  };
};
