import { StartError } from '../start-error.ts';
import { readOptions, usage } from './options.ts';
import { progressBar } from './progress.ts';
import { rehearse } from './rehearse.ts';
import { RehearsalError } from './steps.ts';

/** Runs `npm run rehearse`; exits with 1 where the rehearsal cannot go on. */
export const main = async (args: readonly string[]): Promise<void> => {
  const bar = progressBar(process.stderr);
  try {
    const options = readOptions(args);
    if (options === 'help') {
      console.log(usage);
      return;
    }
    const { report, story } = await rehearse(options, bar.show);
    console.log(options.json ? JSON.stringify(report, null, 2) : story.join('\n'));
  } catch (error) {
    bar.clear();
    console.error(error instanceof StartError || error instanceof RehearsalError ? error.message : error);
    process.exitCode = 1;
  }
};
