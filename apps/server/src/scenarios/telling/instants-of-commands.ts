import type { FactPayload, FactValue } from '@perennial/domain';
import { readTime } from '../story/time.ts';

/*
 * Commands have instants as epoch milliseconds, and stories as times. Instants are told by their names: `expiresAt`, `until`, `since`.
 */

const isInstant = (name: string): boolean => /At$|^until$|Until$|^since$/u.test(name);

/** Times of a story as a command takes them; what is no time is left for the command to refuse. */
export function toCommandInput(input: FactPayload, zone: string): FactPayload {
  return changed(input, (value) => {
    if (typeof value !== 'string') return value;
    const time = readTime(value, zone);
    return 'at' in time ? time.at : value;
  });
}

/** Instants of an answer as everything else that a story sees has them. */
export function fromCommandAnswer(answer: FactPayload): FactPayload {
  return changed(answer, (value) => (typeof value === 'number' ? new Date(value).toISOString() : value));
}

type Change = (value: FactValue) => FactValue;

function changed(object: FactPayload, change: Change): FactPayload {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name,
      isInstant(name) ? change(value) : changedWithin(value, change),
    ]),
  );
}

function changedWithin(value: FactValue, change: Change): FactValue {
  if (Array.isArray(value)) return value.map((one: FactValue) => changedWithin(one, change));
  return typeof value === 'object' && value !== null ? changed(value as FactPayload, change) : value;
}
