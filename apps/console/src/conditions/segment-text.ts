import { writeSegment } from '@perennial/domain';
import { writerOf } from './condition-text.ts';
import type { TextContext } from './condition-text.ts';

/** Whom a segment means, as a sentence. */
export function segmentText(condition: unknown, context: TextContext): string {
  return writeSegment(condition, writerOf(context));
}
