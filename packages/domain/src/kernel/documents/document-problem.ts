import type { FactValue } from '../base/payload.ts';

/** What is wrong with a document, where, in a stable code that the contracts translate. */
export interface DocumentProblem {
  /** `condition.unknown_field`, `lifecycle.no_last_resort` … */
  readonly code: string;
  /** Path of the document within the program, '' for a document on its own. */
  readonly document: string;
  /** Place within the document: `stages[1].condition.rules[0].value`. */
  readonly path: string;
  /** One English sentence for developers. */
  readonly message: string;
  /** A scenario that shows it, where there is one. */
  readonly story?: FactValue;
}

/** What is said of a problem: a sentence, or one with a scenario that shows it. */
export type Said = string | { readonly message: string; readonly story: FactValue | null };

/** Collects problems while a document is read; parsers go on after a problem, so that all are told at once. */
export interface ProblemList {
  readonly problems: readonly DocumentProblem[];
  readonly add: (code: string, path: string, said: Said) => void;
}

export const problemsMax = 200;

export function createProblemList(document = ''): ProblemList {
  const problems: DocumentProblem[] = [];
  return {
    problems,
    add: (code, path, said) => {
      if (problems.length < problemsMax) problems.push({ code, document, path, ...partsOf(said) });
    },
  };
}

function partsOf(said: Said): Pick<DocumentProblem, 'message' | 'story'> {
  if (typeof said === 'string') return { message: said };
  const { message, story } = said;
  return story === null ? { message } : { message, story };
}
