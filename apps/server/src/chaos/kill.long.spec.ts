import { expect, it } from 'vitest';
import { surviveKills } from './survive-kills.ts';

it('loses nothing and applies nothing twice over 100 kills at random moments of ingestion (E1, E2, E4)', async () => {
  const startedAt = performance.now();
  const report = await surviveKills({ kills: 100, seed: 100 });
  expect(Object.values(report.kills)).toEqual([25, 25, 25, 25]);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  process.stdout.write(`${JSON.stringify({ ...report, seconds })}\n`);
});
