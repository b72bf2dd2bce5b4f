const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`This needs Node 24 and runs on ${process.version}: start it as \`npm run check\`, after \`npm ci\`.`);
  process.exit(1);
}

const { check } = await import('./check.ts');
process.exit((await check(process.argv.slice(2))) === 0 ? 0 : 1);
