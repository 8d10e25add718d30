import { commands } from './commands.ts';

/** Slips of the hand that still show what was meant. */
const slipsMax = 2;

/** What to say to words that are no command: the commands of their group, or the one that they nearly are. */
export function describeMiss(words: readonly string[]): string {
  const [first = '', second = ''] = words;
  const group = commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  if (group.length > 0) return `${first} needs a further word: ${group.join(', ')}.`;
  const meant = commands.find(({ name }) => {
    const said = name.includes(' ') ? `${first} ${second}` : first;
    return slipsBetween(said, name) <= slipsMax;
  });
  return `There is no command "${first}".${meant === undefined ? '' : ` Did you mean ${meant.name}?`}`;
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
