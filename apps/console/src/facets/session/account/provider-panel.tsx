import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { waysQuery } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { useConfirmed } from '../../../ui/sign-in/confirm-identity.tsx';
import { sessionPaths } from '../urls/paths.ts';
import { identitiesQuery } from './account-queries.ts';

/** Whether the own account is linked to the company's provider. Nothing where there is none and never was. */
export function ProviderPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const confirmed = useConfirmed();
  const { data: ways } = useSuspenseQuery(waysQuery());
  const { data } = useSuspenseQuery(identitiesQuery());
  const link = useMutation({
    mutationFn: () =>
      confirmed.run(() => api.session.visitProviderAgain({ body: { intent: 'link', next: sessionPaths.account() } })),
    onSuccess: ({ url }) => location.assign(url),
  });
  const unlink = useMutation({
    mutationFn: (identityId: string) => confirmed.run(() => api.session.unlinkProvider({ params: { identityId } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: identitiesQuery().queryKey }),
  });
  const name = ways.provider?.name;
  if (name === undefined && data.items.length === 0) return null;
  const failure = link.error ?? unlink.error;
  return (
    <Panel title={t('session.provider.title', { name: name ?? '' })} lead={t('session.provider.lead')}>
      {confirmed.dialog}
      <div className="factor-setup">
        {failure !== null && <ProblemPanel error={failure} isWrite />}
        {data.items.length === 0 && <p>{t('session.provider.none')}</p>}
        <ul className="factor-list">
          {data.items.map(({ id, issuer, lastUsedAt }) => (
            <li key={id}>
              <span className="issuer">
                {issuer}
                {lastUsedAt !== null && (
                  <span className="quiet"> · {t('session.factors.used', { at: format.day(lastUsedAt) })}</span>
                )}
              </span>
              <Button
                size="small"
                aria-label={t('session.provider.unlinkOne', { issuer })}
                onClick={() => unlink.mutate(id)}
              >
                {t('session.provider.unlink')}
              </Button>
            </li>
          ))}
        </ul>
        {name !== undefined && data.items.length === 0 && (
          <Button loading={link.isPending} onClick={() => link.mutate()}>
            {t('session.provider.link', { name })}
          </Button>
        )}
      </div>
    </Panel>
  );
}
