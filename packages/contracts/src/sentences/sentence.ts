import type { LocalText } from '../errors/entry.ts';

/** A sentence by its code, with what is filled into it: whoever shows it words it in the language of the reader. */
export interface Sentence {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Sentences by code; `{name}` stands where a parameter is filled in, the same ones in both languages. */
export type SentenceTable = Readonly<Record<string, LocalText>>;

export function sentence(code: string, params: Sentence['params'] = {}): Sentence {
  return { code, params };
}

/** Names of the parameters in the order of the text. */
export function parametersOf(template: string): readonly string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

export function fillTemplate(template: string, valueOf: (name: string) => string): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => valueOf(name));
}
