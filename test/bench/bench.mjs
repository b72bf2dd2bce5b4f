import { runOnNode24 } from '../../infra/local/node-version.mjs';

const [name, ...args] = process.argv.slice(2);
if (name === 'round') await runOnNode24(async () => (await import('./round.ts')).main());
else if (name === 'tick') await runOnNode24(async () => (await import('./tick.ts')).main());
else if (name === 'reporting') await runOnNode24(async () => (await import('./reporting.ts')).main());
else if (name === 'runner') await runOnNode24(async () => (await import('./runner.ts')).main());
else if (name === 'runner-child') await runOnNode24(async () => (await import('./runner-child.ts')).main(args));
else if (name === 'waiting-child') await runOnNode24(async () => (await import('./waiting-child.ts')).main(args));
else {
  console.error('npm run bench -- round    measures the budget round on this machine');
  console.error(
    'npm run bench -- tick     measures one tick over 100,000 open tasks, and the 4,500 mails of a reminder day',
  );
  console.error('npm run bench -- reporting   measures a cycle of reports of 50 and of 500 units, and how it grows');
  console.error('npm run bench -- runner   measures the state-machine runner beside another one');
  process.exitCode = 1;
}
