import { useSuspenseQuery } from '@tanstack/react-query';
import { Alert, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { isRunning } from '../../../editing/job.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { programQueries } from './program-queries.ts';

/** How far the re-evaluation for a published version has come. */
export function PublicationProgress({ version }: { readonly version: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useSuspenseQuery(programQueries.publication(version));
  if (data.status === 'failed') {
    return <Alert type="error" showIcon title={t('program.publishFailed', { version, error: data.error ?? '' })} />;
  }
  if (!isRunning(data.status))
    return <Alert type="success" showIcon closable title={t('program.published', { version })} />;
  return (
    <Alert
      type="info"
      showIcon
      title={t('program.publishing', { version })}
      description={
        <>
          <Progress
            percent={data.total === 0 ? 0 : (100 * data.done) / data.total}
            showInfo={false}
            size="small"
            aria-label={t('program.publish')}
          />
          {t('job.progress', { done: format.integer(data.done), total: format.integer(data.total) })}
        </>
      }
    />
  );
}
