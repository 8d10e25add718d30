import { WarningOutlined } from '@ant-design/icons';
import { useLocal } from '../i18n/use-local.ts';
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

/** What is probably not meant, beside the thing that it is about: it keeps nobody from publishing. */
export function WarningList({ warnings }: { readonly warnings: readonly DocumentIssue[] }) {
  const local = useLocal();
  if (warnings.length === 0) return null;
  return (
    <ul className="issues warnings" aria-live="polite">
      {warnings.map(({ path, code, message }) => (
        <li key={path + code}>
          <WarningOutlined aria-hidden /> {local(message)}
        </li>
      ))}
    </ul>
  );
}
