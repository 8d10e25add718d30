import { documentMessageZh } from '../errors/document-messages.ts';
import type { ProblemDetail, ProblemLanguage } from '../errors/problem.ts';
import { fieldNameOf } from './field-names.ts';
import { readSentence } from './read-sentence.ts';
import { fillTemplate, type Sentence } from './sentence.ts';
import { sentenceTable, wordedParameters } from './sentence-table.ts';

/** The sentence in a language; undefined for a code that has none, or a reason within it that nobody knows. */
export function wordSentence({ code, params }: Sentence, language: ProblemLanguage): string | undefined {
  const template = Object.hasOwn(sentenceTable, code) ? sentenceTable[code] : undefined;
  if (template === undefined) return undefined;
  const words = new Map(
    Object.entries(params).map(([name, value]) => [name, wordParameter(name, String(value), language)]),
  );
  if ([...words.values()].includes(undefined)) return undefined;
  return fillTemplate(template[language], (name) => words.get(name) ?? '');
}

/** What was said in English, in a language; undefined where nobody knows the sentence, so that its reader can say something else. */
export function wordText(english: string, language: ProblemLanguage): string | undefined {
  if (language === 'en') return english;
  const said = readSentence(english);
  if (said !== undefined) return wordSentence(said, language);
  const lines = english.split('\n');
  if (lines.length < 2) return undefined;
  const worded = lines.map((line) => wordText(line.trim().replaceAll(/\s{2,}/g, ' '), language));
  return worded.every((line) => line !== undefined) ? worded.join('\n') : undefined;
}

/** What was wrong at one place of a request, in a language; undefined where it has no words there. */
export function wordDetail({ message, code, params }: ProblemDetail, language: ProblemLanguage): string | undefined {
  if (language === 'en') return message;
  if (code === undefined) return wordText(message, language);
  return (
    wordSentence({ code, params: params ?? {} }, language) ??
    documentMessageZh({ code, message }) ??
    wordText(message, language)
  );
}

function wordParameter(name: string, value: string, language: ProblemLanguage): string | undefined {
  if (language === 'en') return value;
  if (name === 'field') return wordField(value);
  if (name === 'reason') return wordText(value, language);
  return wordedParameters.has(name) ? wordList(value, language) : value;
}

function wordField(path: string): string {
  const field = path.replace(/^\/(?:payload\/)?/, '').replaceAll('/', '.');
  const name = fieldNameOf(field);
  return name === undefined ? `“${field}”` : `“${name.zh}”（${field}）`;
}

/** Kinds, roles and the like; a value of the wire among them stays as it is written there. */
function wordList(value: string, language: ProblemLanguage): string {
  const whole = wordText(value, language);
  if (whole !== undefined) return whole;
  const word = (one: string) => wordText(one, language) ?? one;
  return value.includes(' or ') ? value.split(' or ').map(word).join('或') : value.split(', ').map(word).join('、');
}
