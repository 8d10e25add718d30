import { expect, it } from 'vitest';
import { deliverThroughKills } from './deliver-through-kills.ts';

it('tells every event at least once, in order and with its id, through kills and whatever the receiver does (D1, D2)', async () => {
  const report = await deliverThroughKills({ kills: 4, seed: 7, members: 40 });
  expect(report.members).toBeGreaterThan(20);
  expect(report.membersWithOrder).toBeGreaterThan(10);
  expect(report.calls).toBeGreaterThan(report.events);
}, 300_000);
