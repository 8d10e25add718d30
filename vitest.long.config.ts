import { defineConfig } from 'vitest/config';

/** The long suite: kills, takeovers and soak runs, minutes each, too slow for every change. */
export default defineConfig({
  test: {
    name: 'long',
    include: ['{packages,apps}/**/*.long.spec.ts'],
    exclude: ['**/node_modules/**'],
    globalSetup: ['tools/vitest-setup.ts', 'tools/test-date.ts', 'packages/postgres/src/testing/global-setup.ts'],
    setupFiles: ['tools/shift-clock.ts'],
    passWithNoTests: true,
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
  },
});
