import type { DocumentIssue } from '../../../editing/issues.ts';

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

/** Problems that belong to no stage of this document. */
export function otherIssues(issues: readonly DocumentIssue[], document: string): readonly DocumentIssue[] {
  return issues.filter((issue) => issue.document !== document || !stagePath.test(issue.path));
}
