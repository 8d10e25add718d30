import type { ProblemLanguage } from '../errors/problem.ts';
import { channelWords } from './channel-words.ts';
import { identityWords } from './identity-words.ts';
import type { WordTable } from './word-table.ts';

/** A channel in words; an unknown one as it is. */
export function channelWord(channel: string, language: ProblemLanguage): string {
  return wordOf(channelWords, channel.toLowerCase().replaceAll('-', '_'), language) ?? channel;
}

/** An identity type in words, with its application or source after it. */
export function identityWord(type: string, language: ProblemLanguage): string {
  const [kind = type, qualifier] = type.split(':');
  const name = wordOf(identityWords, kind, language) ?? kind;
  return qualifier === undefined ? name : `${name} (${qualifier})`;
}

function wordOf(table: WordTable, key: string, language: ProblemLanguage): string | undefined {
  return Object.hasOwn(table, key) ? table[key]?.[language] : undefined;
}
