import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { issuesMendedAt } from '../../../editing/issues.ts';
import type { DocumentIssue } from '../../../editing/issues.ts';
import { usePlaces } from '../../../facet/use-places.ts';
import { RouteLink } from '../../../ui/link.tsx';
import { programPaths } from '../urls/paths.ts';
import type { ProgramSearch } from '../urls/search.ts';

interface Props {
  readonly issues: readonly DocumentIssue[];
  readonly search: ProgramSearch;
}

/** How many problems there are, with the way to the tabs where they are mended. */
export function IssueSummary({ issues, search }: Props) {
  const { t } = useTranslation();
  const { programEditors } = usePlaces();
  if (issues.length === 0) return null;
  const tabs = programEditors
    .map((editor) => ({ editor, count: issuesMendedAt(editor.id, programEditors, issues).length }))
    .filter(({ count }) => count > 0);
  return (
    <Alert
      type="warning"
      showIcon
      title={t('program.issues', { count: issues.length })}
      description={
        <span className="row-actions">
          {tabs.map(({ editor, count }) => (
            <RouteLink key={editor.id} href={programPaths.program({ ...search, tab: editor.id })}>
              {t('program.issuesOfTab', { tab: editor.label(t), count })}
            </RouteLink>
          ))}
        </span>
      }
    />
  );
}
