/** Of whom a condition is asked: what each facet lets conditions read of a member, by the facet's number. */
export interface ConditionSubject {
  readonly parts: readonly unknown[];
}

/** What conditions may read of one facet. */
export interface SubjectPart<Part> {
  of(subject: ConditionSubject): Part;
}

/**
 * The one place where a part gets its type back: whoever makes a subject puts each facet's part under the facet's number.
 */
export function createSubjectPart<Part>(index: number): SubjectPart<Part> {
  return { of: ({ parts }) => parts[index] as Part };
}

/** Somebody of whom one part alone is known, which is enough for conditions that read no other. */
export function subjectOfPart(index: number, part: unknown): ConditionSubject {
  const parts: unknown[] = [];
  for (let i = 0; i < index; i += 1) parts.push(undefined);
  parts.push(part);
  return { parts };
}
