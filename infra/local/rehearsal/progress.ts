/** Where a bar is drawn: a terminal is overwritten, anything else gets a plain line now and then. */
type Drawable = { readonly isTTY?: boolean; write(text: string): unknown };

const WIDTH = 24;

/** A bar that says how many steps of how many are done, and which comes. */
export const progressBar = (to: Drawable): ((done: number, all: number, what: string) => void) => {
  let quarter = -1;
  return (done, all, what) => {
    const filled = all === 0 ? WIDTH : Math.round((done / all) * WIDTH);
    if (to.isTTY === true) {
      const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
      to.write(`\r\u001B[2K${done === all ? '' : `${bar} ${done}/${all} ${what}`}`);
      return;
    }
    const now = Math.floor((done / Math.max(1, all)) * 4);
    if (now > quarter) to.write(`${done}/${all} ${what}\n`);
    quarter = Math.max(quarter, now);
  };
};
