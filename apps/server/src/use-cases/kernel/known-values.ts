import type { LocalizedText } from '@perennial/contracts';
import { ProblemError } from './problem-error.ts';
import type { WordedDetail } from './problem-error.ts';

const namesShownMax = 60;

/** What there is in the place of what nobody knows. */
export function unknownText(known: readonly string[]): LocalizedText {
  if (known.length === 0) return { en: 'Unknown. There are none', zh: '未知。没有可用的值' };
  const shown = known.slice(0, namesShownMax);
  const rest = known.length > shown.length ? '…' : '';
  return { en: `Unknown. There are: ${shown.join(', ')}${rest}`, zh: `未知。可用的值：${shown.join('、')}${rest}` };
}

/**
 * A filter that names what there is not is refused: the empty list that it would give looks like a right answer. Throws
 * `request.invalid` with what there is.
 */
export function refuseUnknown(path: string, value: string | undefined, known: readonly string[]): void {
  if (value === undefined || known.includes(value)) return;
  throw unknownValues([{ path, message: unknownText(known) }]);
}

export function unknownValues(errors: readonly WordedDetail[]): ProblemError {
  return new ProblemError('request.invalid', { errors });
}
