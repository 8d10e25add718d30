import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { sessionQuery } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { useConfirmed } from '../../../ui/sign-in/confirm-identity.tsx';
import { RecoveryCodes } from '../factors/recovery-codes.tsx';
import { TotpSetup } from '../factors/totp-setup.tsx';
import { factorsQuery } from './account-queries.ts';

/** The reader's second factors and recovery codes. */
export function FactorsPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const confirmed = useConfirmed();
  const [isAdding, setAdding] = useState(false);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const { data } = useSuspenseQuery(factorsQuery());
  const refresh = () => queryClient.invalidateQueries({ queryKey: sessionQuery().queryKey });
  const remove = useMutation({
    mutationFn: (factorId: string) => confirmed.run(() => api.session.removeFactor({ params: { factorId } })),
    onSuccess: refresh,
  });
  const renew = useMutation({
    mutationFn: () => confirmed.run(() => api.session.renewRecoveryCodes()),
    onSuccess: ({ recoveryCodes }) => {
      setCodes(recoveryCodes);
      return refresh();
    },
  });
  const failure = remove.error ?? renew.error;
  const hasFactor = data.items.length > 0;
  return (
    <Panel title={t('session.factors.title')} lead={t('session.factors.lead')}>
      {confirmed.dialog}
      <div className="factor-setup">
        {failure !== null && <ProblemPanel error={failure} isWrite />}
        {!hasFactor && !isAdding && <p>{t('session.factors.none')}</p>}
        <ul className="factor-list">
          {data.items.map((factor) => (
            <li key={factor.id}>
              <span>
                {factor.name}
                <span className="quiet">
                  {' · '}
                  {t(`session.factors.kind.${factor.kind}`)}
                  {factor.lastUsedAt !== null &&
                    ` · ${t('session.factors.used', { at: format.day(factor.lastUsedAt) })}`}
                </span>
              </span>
              <Button
                size="small"
                aria-label={t('session.factors.removeOne', { name: factor.name })}
                onClick={() => remove.mutate(factor.id)}
              >
                {t('session.factors.remove')}
              </Button>
            </li>
          ))}
        </ul>
        {codes.length > 0 && <RecoveryCodes codes={codes} onDone={() => setCodes([])} />}
        {isAdding ? (
          <TotpSetup
            onCancel={() => setAdding(false)}
            onDone={() => {
              setAdding(false);
              void refresh();
            }}
          />
        ) : (
          <div className="row-acts">
            <Button onClick={() => setAdding(true)}>{t('session.factors.add')}</Button>
            {hasFactor && (
              <Button loading={renew.isPending} onClick={() => renew.mutate()}>
                {t('session.factors.renew', { count: data.recoveryCodesLeft })}
              </Button>
            )}
          </div>
        )}
      </div>
    </Panel>
  );
}
