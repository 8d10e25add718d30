/** A map that remembers at most about `max` entries: those set or read lately, more or less. */
export interface RecentMap<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
}

/**
 * Two generations: when the young one is full, the old one is dropped whole, and who is read in the old one is young again. Cheaper than
 * keeping an order of use, and than deleting the oldest: a map whose first entries were deleted walks past all of them to find the next.
 */
export function createRecentMap<Key, Value>(max: number): RecentMap<Key, Value> {
  let young = new Map<Key, Value>();
  let old = new Map<Key, Value>();
  const set = (key: Key, value: Value): void => {
    if (young.size >= max / 2 && !young.has(key)) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  return {
    get(key) {
      const own = young.get(key);
      if (own !== undefined) return own;
      const older = old.get(key);
      if (older !== undefined) set(key, older);
      return older;
    },
    set,
  };
}
