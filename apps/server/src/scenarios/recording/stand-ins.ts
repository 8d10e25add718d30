import type { FactPayload, FactValue } from '@perennial/domain';

/** What stands in a story for what is somebody's own: the same value for the same one, and of the same kind. */
export interface StandIns {
  /** An identity, by its blind index. */
  identity(hash: string, type: string): string;
  /** A payload in which references to personal values are replaced. */
  payload(payload: FactValue): FactValue;
}

/** Mobile numbers of a range in which nobody's are printed here: what is recorded has to be taken for numbers. */
const firstPhone = 13_907_152_000;
const firstCard = 80_000_000;

export function createStandIns(): StandIns {
  const identities = new Map<string, string>();
  const counts = new Map<string, number>();
  const texts = new Map<string, string>();

  function next(type: string): number {
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    return count;
  }

  function replace(value: FactValue): FactValue {
    if (typeof value !== 'object' || value === null) return value;
    if (isList(value)) return value.map(replace);
    const { $secret: name } = value;
    if (typeof name !== 'string') return replaceFields(value);
    const known = texts.get(name) ?? `private ${texts.size + 1}`;
    texts.set(name, known);
    return known;
  }

  function replaceFields(fields: FactPayload): FactPayload {
    return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, replace(value)]));
  }

  return {
    identity(hash, type) {
      const known = identities.get(hash) ?? standInOf(type, next(type));
      identities.set(hash, known);
      return known;
    },
    payload: replace,
  };
}

function standInOf(type: string, count: number): string {
  if (type === 'phone') return `+86${firstPhone + count}`;
  if (type === 'email') return `member-${count}@example.com`;
  if (type === 'card_no') return String(firstCard + count);
  return `${type.replaceAll(':', '-')}-${count}`;
}

function isList(value: FactValue): value is readonly FactValue[] {
  return Array.isArray(value);
}
