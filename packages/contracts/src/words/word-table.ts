import type { LocalText } from '../errors/entry.ts';
import type { ProblemLanguage } from '../errors/problem.ts';

/** Words of the product by a key: they stand here once, for the console that shows them and the server that writes files. */
export type WordTable = Readonly<Record<string, LocalText>>;

/** The words in one language, by the same keys. */
export function wordsIn<Table extends WordTable>(
  table: Table,
  language: ProblemLanguage,
): { readonly [Key in keyof Table]: string } {
  // Every key of the table gets its text, which the type of `fromEntries` does not say.
  return Object.fromEntries(Object.entries(table).map(([key, text]) => [key, text[language]])) as {
    readonly [Key in keyof Table]: string;
  };
}
