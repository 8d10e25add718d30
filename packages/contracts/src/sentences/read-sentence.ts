import type { ProblemDetail } from '../errors/problem.ts';
import { parametersOf, sentence, type Sentence } from './sentence.ts';
import { sentenceTable } from './sentence-table.ts';

interface Pattern {
  readonly code: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/**
 * The code and the parameters of a sentence that was written in English: of one that is kept in a store or came from a layer that knows no
 * wire. It is read by the template that it was made from, and by no other likeness.
 */
export function readSentence(english: string): Sentence | undefined {
  if (english.length > lengthMax) return undefined;
  const exact = codeByText().get(english);
  if (exact !== undefined) return sentence(exact);
  for (const { code, pattern, names } of patterns()) {
    const found = pattern.exec(english);
    if (found === null) continue;
    return sentence(code, Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ''])));
  }
  return undefined;
}

/** What was wrong at a place, with the code of what is said about it, where there is one. */
export function withCode(detail: ProblemDetail): ProblemDetail {
  if (detail.code !== undefined) return detail;
  const said = readSentence(detail.message);
  return said === undefined ? detail : { ...detail, ...said };
}

/** A longer text is no sentence: matching it against all of them would be work given away. */
const lengthMax = 4_000;

let exactCodes: ReadonlyMap<string, string> | undefined;
let madePatterns: readonly Pattern[] | undefined;

function codeByText(): ReadonlyMap<string, string> {
  return (exactCodes ??= new Map(
    Object.entries(sentenceTable)
      .filter(([, { en }]) => parametersOf(en).length === 0)
      .map(([code, { en }]) => [en, code]),
  ));
}

/** Those that say most by themselves come first: `{field} is empty` fits what a longer one says. */
function patterns(): readonly Pattern[] {
  return (madePatterns ??= Object.entries(sentenceTable)
    .filter(([, { en }]) => parametersOf(en).length > 0)
    .toSorted(([, one], [, other]) => fixedLength(other.en) - fixedLength(one.en))
    .map(([code, { en }]) => ({ code, pattern: patternOf(en), names: parametersOf(en) })));
}

function fixedLength(template: string): number {
  return template.replaceAll(/\{\w+\}/g, '').length;
}

function patternOf(template: string): RegExp {
  const source = template.split(/(\{\w+\})/).map((part) => (/^\{\w+\}$/.test(part) ? '(.+?)' : RegExp.escape(part)));
  return new RegExp(`^${source.join('')}$`, 'u');
}
