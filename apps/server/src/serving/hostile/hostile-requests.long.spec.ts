import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServedPlatform } from '../testing/served-platform.ts';
import { assault } from './assault.ts';
import type { Assault } from './assault.ts';
import { startUnderAssault } from './under-assault.ts';

/** Another one for each run: what one seed does not find, the next may. What fails names it. */
const seed = Date.now() % 2_000_000_000;
let served: ServedPlatform;
let target: Omit<Assault, 'seed' | 'requests'>;

beforeAll(async () => {
  ({ served, target } = await startUnderAssault());
});
afterAll(() => served?.close());

it('answers 100,000 hostile requests without an error of its own, and still serves everybody afterwards', async () => {
  const { faults } = await assault({ ...target, seed, requests: 100_000 });
  expect(faults, faults.join('\n\n')).toEqual([]);
  expect((await fetch(`${served.address}/health/ready`)).status).toBe(200);
});
