import { expect, it } from 'vitest';
import { deliverThroughKills } from './deliver-through-kills.ts';

it('tells every event at least once, in order and with its id, through 60 kills and every mood of the receiver (D1, D2)', async () => {
  const startedAt = performance.now();
  const report = await deliverThroughKills({ kills: 60, seed: 60, members: 100 });
  expect(report.membersWithOrder).toBeGreaterThan(80);
  expect(report.calls).toBeGreaterThan(report.events);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  process.stdout.write(`${JSON.stringify({ ...report, seconds })}\n`);
});
