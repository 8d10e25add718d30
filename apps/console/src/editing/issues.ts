/** A problem of a document, at a path such as `stages[1].condition.rules[0].value`. */
export interface DocumentIssue {
  readonly document: string;
  readonly path: string;
  readonly code: string;
  readonly message: { readonly en: string; readonly zh: string };
  /** A scenario that shows it, where there is one. */
  readonly story?: unknown;
}

/** Problems of one place of a document and of what is within it. */
export function issuesAt(issues: readonly DocumentIssue[], document: string, path: string): readonly DocumentIssue[] {
  return issues.filter((issue) => issue.document === document && isWithin(issue.path, path));
}

export function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);
}

/** Who mends which problems. */
export interface Mender {
  readonly id: string;
  readonly mends: (issue: DocumentIssue) => boolean;
}

/** Problems that are mended at one of several places; what none of them claims is mended at the first. */
export function issuesMendedAt(
  id: string,
  menders: readonly Mender[],
  issues: readonly DocumentIssue[],
): readonly DocumentIssue[] {
  return issues.filter((issue) => (menders.find(({ mends }) => mends(issue)) ?? menders[0])?.id === id);
}
