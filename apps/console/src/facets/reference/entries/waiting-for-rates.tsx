import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useVerdict } from '../../../reader/session.ts';
import { DrillLink } from '../../../ui/drill.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { quarantinePaths } from '../../quarantine/urls/paths.ts';

const reasonsMax = 100;

/** The facts that a rate is missing for, where the reader may see quarantine; nothing when there are none. */
export function WaitingForRates() {
  const { t } = useTranslation();
  const format = useFormat();
  const verdict = useVerdict('quarantine.read');
  const { data } = useQuery({
    queryKey: ['quarantine', 'reasons', reasonsMax],
    queryFn: ({ signal }) => api.quarantine.reasons({ query: { limit: reasonsMax } }, { signal }),
    enabled: verdict.isAllowed,
  });
  const waiting = (data?.items ?? []).filter(({ code }) => code === 'fact.currency_unknown');
  if (waiting.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className="waiting-rates"
      title={t('reference.waiting', { facts: format.integer(waiting.reduce((sum, { count }) => sum + count, 0)) })}
      description={
        <ul className="plain-list">
          {waiting.map(({ reason, code, count, newestAt }) => (
            <li key={reason}>
              <RouteLink href={quarantinePaths.quarantine({ reason, code })}>{reason}</RouteLink>{' '}
              <DrillLink figure={count} href={quarantinePaths.quarantine({ reason, code, until: newestAt })}>
                {format.integer(count)}
              </DrillLink>
            </li>
          ))}
        </ul>
      }
    />
  );
}
