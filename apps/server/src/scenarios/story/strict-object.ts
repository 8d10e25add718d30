import { z } from 'zod';
import { nearestWord } from '../../hand-written/nearest-word.ts';

/** An object of these keys and no others. Whoever writes another one is told which there are, or which he meant. */
export function strictObject<Shape extends z.core.$ZodShape>(shape: Shape, known = Object.keys(shape)) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? describeUnknown(issue.keys ?? [], known) : undefined),
  });
}

export function describeUnknown(keys: readonly string[], known: readonly string[]): string {
  return keys.map((key) => `there is no "${key}": ${describeKnown(key, known)}`).join('; ');
}

/** What was meant, or all that there is. */
export function describeKnown(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known);
  if (nearest !== undefined) return `did you mean "${nearest}"?`;
  return `known are ${known.map((one) => `"${one}"`).join(', ')}`;
}
