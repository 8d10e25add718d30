import { expect, it } from 'vitest';
import { surviveKills } from './survive-kills.ts';

it('loses nothing and applies nothing twice when the server, PostgreSQL, a backend and all at once are killed (E1, E2, E4)', async () => {
  const report = await surviveKills({ kills: 4, seed: 1 });
  expect(report.kills).toEqual({ server: 1, postmaster: 1, backend: 1, everything: 1 });
  expect(report.retries).toBeGreaterThan(0);
  expect(report.replay.steps).toBeGreaterThanOrEqual(report.acknowledged);
}, 300_000);
