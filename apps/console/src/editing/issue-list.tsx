import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../i18n/use-local.ts';
import { RouteLink } from '../ui/link.tsx';
import { lifecycleTabs, paths } from '../urls/paths.ts';
import type { LifecycleSearch } from '../urls/search.ts';
import { issuesOfTab } from './issues.ts';
import type { DocumentIssue } from './issues.ts';

interface Props {
  readonly issues: readonly DocumentIssue[];
  /** Whether the document is named too, where that does not go without saying. */
  readonly withDocument?: boolean;
}

/** What is wrong, beside the thing that it is about. */
export function IssueList({ issues, withDocument = false }: Props) {
  const local = useLocal();
  if (issues.length === 0) return null;
  return (
    <ul className="issues" role="alert">
      {issues.map((issue) => (
        <li key={issue.document + issue.path + issue.code}>
          {local(issue.message)} <code>{withDocument ? `${issue.document} ${issue.path}` : issue.path}</code>
        </li>
      ))}
    </ul>
  );
}

interface SummaryProps {
  readonly issues: readonly DocumentIssue[];
  readonly search: LifecycleSearch;
}

/** How many problems there are, with the way to the tabs where they are mended. */
export function IssueSummary({ issues, search }: SummaryProps) {
  const { t } = useTranslation();
  if (issues.length === 0) return null;
  const tabs = lifecycleTabs
    .map((tab) => ({ tab, count: issuesOfTab(issues, tab).length }))
    .filter(({ count }) => count > 0);
  return (
    <Alert
      type="warning"
      showIcon
      title={t('lifecycle.issues', { count: issues.length })}
      description={
        <span className="row-actions">
          {tabs.map(({ tab, count }) => (
            <RouteLink key={tab} href={paths.lifecycle({ ...search, tab })}>
              {t('lifecycle.issuesOfTab', { tab: t(`lifecycle.tab.${tab}`), count })}
            </RouteLink>
          ))}
        </span>
      }
    />
  );
}
