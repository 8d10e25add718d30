/** A problem of a document, at a path such as `stages[1].condition.rules[0].value`. */
export interface DocumentIssue {
  readonly document: string;
  readonly path: string;
  readonly code: string;
  readonly message: { readonly en: string; readonly zh: string };
}

const stagePath = /^\.?stages\[(\d+)\]/;

/** Problems of one stage of a document, to be shown beside it. */
export function issuesOfStage(
  issues: readonly DocumentIssue[],
  document: string,
  index: number,
): readonly DocumentIssue[] {
  return issues.filter(
    (issue) => issue.document === document && Number(stagePath.exec(issue.path)?.[1] ?? -1) === index,
  );
}

/** Problems that belong to no stage of the document. */
export function otherIssues(issues: readonly DocumentIssue[], document: string): readonly DocumentIssue[] {
  return issues.filter((issue) => issue.document !== document || !stagePath.test(issue.path));
}
