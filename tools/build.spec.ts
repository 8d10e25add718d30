import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { resolveConfig } from 'vite';
import { root } from './run-step.ts';

const apps = globSync('apps/*/index.html', { cwd: root }).map((page) => dirname(page));

/** What `vite build` of this app goes by, started in a process of this kind: its configuration, and what is written for `process.env.NODE_ENV`. */
async function buildConfigOf(app: string, nodeEnv: string) {
  vi.stubEnv('NODE_ENV', nodeEnv);
  const folder = join(root, app);
  const { isProduction } = await resolveConfig({ root: folder, logLevel: 'silent' }, 'build', 'production');
  return { isProduction, written: process.env['NODE_ENV'] };
}

describe('a build of a web app', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('has a configuration of its own', () => {
    expect(apps).toContain('apps/console');
    expect(apps.filter((app) => !existsSync(join(root, app, 'vite.config.ts')))).toEqual([]);
  });

  it.each(apps)('is a production build, whoever starts it: %s', async (app) => {
    for (const nodeEnv of ['test', 'development', 'production'])
      expect(await buildConfigOf(app, nodeEnv), nodeEnv).toEqual({ isProduction: true, written: 'production' });
  });

  it.each(apps)('leaves the development server what it is: %s', async (app) => {
    vi.stubEnv('NODE_ENV', 'development');
    const served = await resolveConfig({ root: join(root, app), logLevel: 'silent' }, 'serve');
    expect(served.isProduction).toBe(false);
  });
});
