import { runOnNode24 } from '../node-version.mjs';

await runOnNode24(async () => (await import('./restore.ts')).main(process.argv.slice(2)));
