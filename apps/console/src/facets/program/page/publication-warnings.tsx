import { DownloadOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DocumentIssue } from '../../../editing/issues.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { downloadFile } from '../../../ui/export/download.ts';

interface Props {
  readonly warnings: readonly DocumentIssue[];
}

/** What is probably not meant of what would be published: it may be published all the same, knowingly. */
export function PublicationWarnings({ warnings }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  if (warnings.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('program.warnings.title', { count: warnings.length })}
      description={
        <>
          <ul className="publication-warnings">
            {warnings.map((warning) => (
              <li key={warning.document + warning.path + warning.code}>
                {local(warning.message)} <code>{warning.document}</code>
                {warning.story !== undefined && <StoryButton warning={warning} />}
              </li>
            ))}
          </ul>
          {warnings.some(({ code }) => code.startsWith('wallet.arbitrage')) && (
            <p className="hint">{t('program.warnings.limits')}</p>
          )}
        </>
      }
    />
  );
}

function StoryButton({ warning }: { readonly warning: DocumentIssue }) {
  const { t } = useTranslation();
  const name = `${warning.document.replaceAll('/', '-').replace(/\.json$/u, '')}-scenario.json`;
  const save = () =>
    downloadFile(name, new Blob([`${JSON.stringify(warning.story, null, 2)}\n`], { type: 'application/json' }));
  return (
    <Button size="small" icon={<DownloadOutlined />} title={t('program.warnings.storyHint')} onClick={save}>
      {t('program.warnings.story')}
    </Button>
  );
}
