import { defineConfig } from 'vitest/config';

/** The browser tests: Chromium driven through playwright-core against real servers, two files at a time: each waits for its browser as often as that for it. */
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['{apps,examples}/**/*.e2e.ts'],
    exclude: ['**/node_modules/**'],
    globalSetup: ['tools/vitest-setup.ts'],
    passWithNoTests: true,
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/e2e.json' },
  },
});
