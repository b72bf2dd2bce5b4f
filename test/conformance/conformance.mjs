import { runOnNode24 } from '../../infra/local/node-version.mjs';

await runOnNode24(async () => (await import('./conformance.ts')).main(process.argv.slice(2)));
