import { useQuery } from '@tanstack/react-query';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { installationQuery } from '../../api/queries.ts';

/** Marks a figure as mixed of two versions while the later one is being applied. */
export function MixedMark() {
  const { t } = useTranslation();
  const publication = useQuery(installationQuery()).data?.publication ?? null;
  if (publication === null) return null;
  const { version } = publication;
  return (
    <Tooltip title={t('publication.mixed', { version, before: version - 1 })}>
      <span className="tag mixed-mark">{t('publication.mark')}</span>
    </Tooltip>
  );
}
