import { runOnNode24 } from '../node-version.mjs';

await runOnNode24(async () => (await import('./backup.ts')).main(process.argv.slice(2)));
