import { sentence, wordSentence } from '@perennial/contracts';
import { ProblemError } from './problem-error.ts';
import type { WordedDetail } from './problem-error.ts';

const namesShownMax = 100;

/**
 * A filter that names what there is not is refused: the empty list that it would give looks like a right answer. Throws
 * `request.invalid` with what there is.
 */
export function refuseUnknown(path: string, value: string | undefined, known: readonly string[]): void {
  if (value === undefined || known.includes(value)) return;
  throw new ProblemError('request.invalid', { errors: [notOneOf(path, known)] });
}

function notOneOf(path: string, known: readonly string[]): WordedDetail {
  const shown = known.slice(0, namesShownMax);
  const values = [...shown, ...(known.length > shown.length ? ['…'] : [])].join(', ');
  const said = sentence('issue.not_one_of', { field: path.split('/').at(-1) ?? '', values });
  return { path, message: { en: wordSentence(said, 'en') ?? '', zh: wordSentence(said, 'zh') ?? '' }, ...said };
}
