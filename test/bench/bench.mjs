import { runOnNode24 } from '../../infra/local/node-version.mjs';

const [name] = process.argv.slice(2);
if (name === 'round') await runOnNode24(async () => (await import('./round.ts')).main());
else {
  console.error('npm run bench -- round   measures the budget round on this machine');
  process.exitCode = 1;
}
