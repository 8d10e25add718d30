export { channelWord, identityWord } from './known-words.ts';
export { channelWords } from './channel-words.ts';
export { createDateText } from './date-text.ts';
export type { DateText } from './date-text.ts';
export { decimalText } from './decimal-text.ts';
export { unitTitle } from './unit-title.ts';
export { identityWords } from './identity-words.ts';
export { wordsIn } from './word-table.ts';
export type { WordTable } from './word-table.ts';
