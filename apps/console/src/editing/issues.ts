import { identitiesPath, settingsPath, statisticsPath } from './program-documents.ts';
import type { LifecycleTab } from '../urls/paths.ts';

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

/** Problems of the lifecycles that belong to no stage of this document. */
export function otherIssues(issues: readonly DocumentIssue[], document: string): readonly DocumentIssue[] {
  return issuesOfTab(issues, 'stages').filter((issue) => issue.document !== document || !stagePath.test(issue.path));
}

/** Problems of one place of a document and of what is within it. */
export function issuesAt(issues: readonly DocumentIssue[], document: string, path: string): readonly DocumentIssue[] {
  return issues.filter((issue) => issue.document === document && isWithin(issue.path, path));
}

function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);
}

/** Problems that are mended on one tab. */
export function issuesOfTab(issues: readonly DocumentIssue[], tab: LifecycleTab): readonly DocumentIssue[] {
  return issues.filter((issue) => tabOf(issue) === tab);
}

function tabOf({ document, path }: DocumentIssue): LifecycleTab {
  if (document === identitiesPath) return 'identities';
  if (document === settingsPath) return isWithin(path, 'metrics') ? 'metrics' : 'settings';
  return document === statisticsPath ? 'settings' : 'stages';
}
