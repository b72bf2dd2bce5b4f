import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/crash/*.test.ts'],
    setupFiles: ['test/support/no-network.ts'],
    expect: { requireAssertions: true },
    pool: 'forks',
    /** As many rounds at once as the smallest machine that this runs on has cores. */
    maxConcurrency: 2,
    hookTimeout: 30_000,
    reporters:
      process.env['CI'] === 'true' ? ['default', ['json', { outputFile: 'dist/crash-report.json' }]] : ['default'],
    env: { TZ: 'UTC' },
  },
});
