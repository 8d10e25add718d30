import { expect, it } from 'vitest';
import { createBatchSize } from './batch-size.ts';

it('shrinks while batches fail, to few steps and not to none, and grows back to the most', async () => {
  const size = createBatchSize(4_000);
  const seen: number[] = [];
  const fail = async (stepsMax: number): Promise<void> => {
    seen.push(stepsMax);
    throw new Error('the transaction took too long');
  };
  for (let failure = 0; failure < 6; failure += 1) await expect(size.run(fail)).rejects.toThrow('too long');
  expect(seen).toEqual([4_000, 1_000, 250, 62, 16, 16]);
  for (let success = 0; success < 9; success += 1) await size.run(async () => undefined);
  expect(await size.run(async (stepsMax) => stepsMax)).toBe(4_000);
});
