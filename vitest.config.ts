import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/crash/**'],
    globalSetup: ['test/support/dynamodb-local.ts'],
    setupFiles: ['test/support/no-network.ts'],
    expect: { requireAssertions: true },
    pool: 'forks',
    // One worker a core: the default leaves a core idle, which is half of a machine of two.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    unstubEnvs: true,
    restoreMocks: true,
    reporters:
      process.env['CI'] === 'true' ? ['default', ['json', { outputFile: 'dist/test-report.json' }]] : ['default'],
    env: { TZ: 'UTC' },
  },
});
