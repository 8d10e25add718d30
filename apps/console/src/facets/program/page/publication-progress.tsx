import { Alert, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSaid } from '../../../i18n/use-said.ts';
import type { Result } from '../../../api/queries.ts';
import { isRunning } from '../../../editing/job.ts';
import { useFormat } from '../../../reader/use-format.ts';

interface Props {
  readonly version: number;
  readonly publication: Result<'program', 'publication'>;
}

/** How far the re-evaluation for a published version has come. */
export function PublicationProgress({ version, publication }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = useSaid();
  if (publication.status === 'failed') {
    return (
      <Alert
        type="error"
        showIcon
        title={t('program.publishFailed', { version, error: said(publication.error ?? '') })}
      />
    );
  }
  if (!isRunning(publication.status))
    return <Alert type="success" showIcon closable title={t('program.published', { version })} />;
  return (
    <Alert
      type="info"
      showIcon
      title={t('program.publishing', { version })}
      description={
        <>
          <Progress
            percent={publication.total === 0 ? 0 : (100 * publication.done) / publication.total}
            showInfo={false}
            size="small"
            aria-label={t('program.publish')}
          />
          {t('job.progress', { done: format.integer(publication.done), total: format.integer(publication.total) })}
        </>
      }
    />
  );
}
