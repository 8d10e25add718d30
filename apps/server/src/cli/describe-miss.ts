import { nearestWord } from '../hand-written/nearest-word.ts';
import { commands } from './commands.ts';

/** What to say to words that are no command: the commands of their group, or the one that they nearly are. */
export function describeMiss(words: readonly string[]): string {
  const [first = '', second = ''] = words;
  const group = commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  if (group.length > 0) return `${first} needs a further word: ${group.join(', ')}.`;
  const names = commands.map(({ name }) => name);
  const meant =
    nearestWord(`${first} ${second}`, names.filter(isOfTwoWords)) ?? nearestWord(first, names.filter(isOfOneWord));
  return `There is no command "${first}".${meant === undefined ? '' : ` Did you mean ${meant}?`}`;
}

function isOfTwoWords(name: string): boolean {
  return name.includes(' ');
}

function isOfOneWord(name: string): boolean {
  return !isOfTwoWords(name);
}
