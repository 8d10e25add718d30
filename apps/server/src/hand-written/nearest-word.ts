/** Slips of the hand that still show what was meant. */
const slipsMax = 2;

/** The word that was nearly written, if there is one. */
export function nearestWord(written: string, words: Iterable<string>): string | undefined {
  const [nearest] = [...words]
    .map((word) => ({ word, slips: slipsBetween(written, word) }))
    .filter(({ word, slips }) => slips <= slipsMax && slips < word.length)
    .toSorted((one, other) => one.slips - other.slips);
  return nearest?.word;
}

/** Letters to insert, delete or replace; Wagner and Fischer (1974). */
function slipsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [down, letter] of one.split('').entries()) {
    const next = [down + 1];
    for (const [across, wanted] of other.split('').entries()) {
      const replaced = (row[across] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(replaced, (row[across + 1] ?? 0) + 1, (next[across] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
