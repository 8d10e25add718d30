import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Progress } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { installationQuery } from '../../api/queries.ts';
import { useFormat } from '../../reader/use-format.ts';

/** Says on every page, with progress, that a version is being applied and what its figures are meanwhile. */
export function PublicationNotice() {
  const { t } = useTranslation();
  const format = useFormat();
  const publication = useQuery(installationQuery()).data?.publication ?? null;
  useFreshFiguresAfter(publication?.version);
  if (publication === null) return null;
  const { version, done, total } = publication;
  return (
    <Alert
      banner
      type="info"
      showIcon
      role="note"
      title={<output>{t('publication.applying', { version })}</output>}
      description={
        <>
          <Progress
            percent={total === 0 ? 100 : (100 * done) / total}
            showInfo={false}
            size="small"
            aria-label={t('publication.progress')}
          />
          {t(done < total ? 'publication.done' : 'publication.shipping', {
            done: format.integer(done),
            total: format.integer(total),
          })}{' '}
          {t('publication.mixed', { version, before: version - 1 })}
        </>
      }
    />
  );
}

/** What was read while a version was applied is mixed: when it is through, everything is asked for once more. */
function useFreshFiguresAfter(version: number | undefined): void {
  const queryClient = useQueryClient();
  const applying = useRef(version);
  useEffect(() => {
    if (applying.current !== undefined && version === undefined) void queryClient.invalidateQueries();
    applying.current = version;
  }, [queryClient, version]);
}
