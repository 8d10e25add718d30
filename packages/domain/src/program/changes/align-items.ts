/** Where an item stands in the list before and in the list after. */
export interface PairOfPlaces {
  readonly from: number;
  readonly to: number;
}

/** What two lists have in common, and what lies between. */
export interface Alignment {
  /** The same in both, in the same order. */
  readonly same: readonly PairOfPlaces[];
  /** The same in both, in another order. */
  readonly moved: readonly PairOfPlaces[];
  /** What is left of either list between two neighbours of `same`, in order; never both empty. */
  readonly gaps: readonly { readonly from: readonly number[]; readonly to: readonly number[] }[];
}

/** Lists whose middles, multiplied, are longer are aligned by content alone: the table would take too long. */
const tableCellsMax = 1_000_000;

/**
 * Aligns two lists by what their items say: a longest common subsequence stays, the same items elsewhere are moved. The lists are
 * taken in an order of their own, so that the way back is told by the same pairs.
 */
export function alignItems(from: readonly string[], to: readonly string[]): Alignment {
  const isTurned = isAfter(from, to);
  const [left, right] = isTurned ? [to, from] : [from, to];
  const same = commonOf(left, right).map((pair) => (isTurned ? turned(pair) : pair));
  const rest = gapsOf(same, from.length, to.length);
  const moved = movedOf(rest, from, to);
  const gone = new Set(moved.map((pair) => pair.from));
  const come = new Set(moved.map((pair) => pair.to));
  const gaps = rest
    .map((gap) => ({ from: gap.from.filter((at) => !gone.has(at)), to: gap.to.filter((at) => !come.has(at)) }))
    .filter((gap) => gap.from.length + gap.to.length > 0);
  return { same, moved, gaps };
}

/**
 * Of items that stand in both lists, in the order before, the fewest that have to move to come into the order after: those outside a
 * longest run of increasing places.
 */
export function movedItems(from: readonly string[], to: readonly string[]): ReadonlySet<string> {
  const isTurned = isAfter(from, to);
  const [left, right] = isTurned ? [to, from] : [from, to];
  const places = new Map(right.map((item, place) => [item, place]));
  const kept = longestIncreasing(left.map((item) => places.get(item) ?? 0));
  return new Set(left.filter((_, place) => !kept.has(place)));
}

function isAfter(from: readonly string[], to: readonly string[]): boolean {
  return JSON.stringify(from) > JSON.stringify(to);
}

function turned({ from, to }: PairOfPlaces): PairOfPlaces {
  return { from: to, to: from };
}

function commonOf(left: readonly string[], right: readonly string[]): readonly PairOfPlaces[] {
  const shorter = Math.min(left.length, right.length);
  let head = 0;
  while (head < shorter && left[head] === right[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail += 1;
  const middle = longestCommon(left.slice(head, left.length - tail), right.slice(head, right.length - tail));
  return [
    ...Array.from({ length: head }, (_, at) => ({ from: at, to: at })),
    ...middle.map((pair) => ({ from: pair.from + head, to: pair.to + head })),
    ...Array.from({ length: tail }, (_, at) => ({ from: left.length - tail + at, to: right.length - tail + at })),
  ];
}

/** The textbook table: each cell holds the length of a longest common subsequence of what is left from there on. */
function longestCommon(left: readonly string[], right: readonly string[]): readonly PairOfPlaces[] {
  if (left.length * right.length > tableCellsMax) return [];
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  const lengthAt = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        left[i] === right[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
    }
  }
  const pairs: PairOfPlaces[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) {
      pairs.push({ from: i, to: j });
      i += 1;
      j += 1;
    } else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

function gapsOf(same: readonly PairOfPlaces[], fromCount: number, toCount: number): Alignment['gaps'] {
  const ends = [...same, { from: fromCount, to: toCount }];
  return ends.map((end, index) => {
    const before = index === 0 ? { from: -1, to: -1 } : (same[index - 1] ?? end);
    return { from: placesBetween(before.from, end.from), to: placesBetween(before.to, end.to) };
  });
}

function placesBetween(before: number, end: number): readonly number[] {
  return Array.from({ length: end - before - 1 }, (_, at) => before + 1 + at);
}

/** The k-th of equal items that are left before is the k-th that is left after. */
function movedOf(gaps: Alignment['gaps'], from: readonly string[], to: readonly string[]): readonly PairOfPlaces[] {
  const waiting = new Map<string, number[]>();
  for (const place of gaps.flatMap((gap) => gap.to)) {
    const item = to[place] ?? '';
    const places = waiting.get(item);
    if (places === undefined) waiting.set(item, [place]);
    else places.push(place);
  }
  for (const places of waiting.values()) places.reverse();
  return gaps
    .flatMap((gap) => gap.from)
    .flatMap((place) => {
      const found = waiting.get(from[place] ?? '')?.pop();
      return found === undefined ? [] : [{ from: place, to: found }];
    });
}

/** Indexes of a longest increasing subsequence of different numbers, by patience sorting. */
function longestIncreasing(numbers: readonly number[]): ReadonlySet<number> {
  const tops: number[] = [];
  const previous: number[] = [];
  for (const [index, number] of numbers.entries()) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[tops[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? -1 : (tops[low - 1] ?? -1);
    tops[low] = index;
  }
  const kept = new Set<number>();
  for (let index = tops.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) kept.add(index);
  return kept;
}
