import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`This needs Node 24 and runs on ${process.version}: start it as \`npm run synth\`, after \`npm ci\`.`);
  process.exit(1);
}

const { bundle } = await import('./bundle.ts');
const root = fileURLToPath(new URL('../../', import.meta.url));

try {
  for (const [name, bytes] of await bundle()) {
    console.log(`${name.padEnd(20)} ${(bytes / 1000).toFixed(0).padStart(6)} kB`);
  }
} catch (error) {
  console.error(`synth failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

const cdk = fileURLToPath(import.meta.resolve('aws-cdk/bin/cdk'));
const { status } = spawnSync(process.execPath, [cdk, 'synth', '--quiet', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, CDK_DISABLE_VERSION_CHECK: '1' },
});
console.log(status === 0 ? 'synth ok: cdk.out holds the template' : 'synth failed');
process.exit(status ?? 1);
