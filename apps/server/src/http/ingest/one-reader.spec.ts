import { readInstant } from '@perennial/contracts/ingest';
import { createInstantReader } from '@perennial/domain/reading';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const two = (max: number) => fc.integer({ min: 0, max }).map((number) => String(number).padStart(2, '0'));
const text = fc
  .tuple(
    fc.integer({ min: 1990, max: 2090 }),
    two(13),
    two(32),
    two(25),
    two(61),
    two(61),
    fc.constantFrom('', '.5', '.25', '.123', '.999'),
  )
  .map(
    ([year, month, day, hour, minute, second, rest]) => `${year}-${month}-${day}T${hour}:${minute}:${second}${rest}`,
  );
const offset = fc.constantFrom('Z', '+08:00', '-0330', '+00:00');

it('an instant is the same whichever door it comes in by, or is none at either', () => {
  const ofFiles = createInstantReader('iso', 'America/New_York');
  fc.assert(
    fc.property(text, offset, (local, zone) => {
      const at = ofFiles(local + zone);
      expect(readInstant(local + zone)).toBe(Number.isNaN(at) ? null : at);
    }),
    { numRuns: 2000 },
  );
});
