// Plain JavaScript, so that any Node can read it far enough to say that it is too old.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/**
 * Runs what needs type stripping and `node:sqlite`, or says which Node is needed.
 * @param {() => Promise<unknown>} run
 */
export const runOnNode24 = async (run) => {
  if (major < 22 || (major === 22 && minor < 18)) {
    console.error(
      `Trình needs Node 24 (this is ${process.versions.node}): run it by npm, which brings its own where there is one for this platform, or install Node 24.`,
    );
    process.exitCode = 1;
    return;
  }
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  // What is awaited may hold nothing open by itself, and Node would end in the middle of it.
  const awake = setInterval(() => undefined, 60_000);
  try {
    await run();
  } finally {
    clearInterval(awake);
  }
};
