export { detailOfIssue, toPointer } from './issue-sentence.ts';
export { fieldNameOf } from './field-names.ts';
export { readSentence, withCode } from './read-sentence.ts';
export { sentence, type Sentence } from './sentence.ts';
export { wordDetail, wordSentence, wordText } from './word-sentence.ts';
