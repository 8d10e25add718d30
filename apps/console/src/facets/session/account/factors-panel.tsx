import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { sessionQuery, waysQuery } from '../../../api/queries.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { useConfirmed } from '../../../ui/sign-in/confirm-identity.tsx';
import { usePasskeysHere } from '../../../ui/sign-in/passkeys.ts';
import { PasskeySetup } from '../factors/passkey-setup.tsx';
import { RecoveryCodes } from '../factors/recovery-codes.tsx';
import { TotpSetup } from '../factors/totp-setup.tsx';
import { factorsQuery } from './account-queries.ts';
import { FactorRow } from './factor-row.tsx';

/** The reader's second factors and recovery codes. */
export function FactorsPanel() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const confirmed = useConfirmed();
  const [adding, setAdding] = useState<'totp' | 'passkey' | null>(null);
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
  const added = () => {
    setAdding(null);
    void refresh();
  };
  const hasPasskeys = usePasskeysHere();
  const { data: ways } = useSuspenseQuery(waysQuery());
  const passkeysElsewhere =
    ways.passkeyOrigin === null || ways.passkeyOrigin === location.origin
      ? t('session.factors.noPasskeys')
      : t('session.factors.passkeysAt', { address: ways.passkeyOrigin });
  return (
    <Panel title={t('session.factors.title')} lead={t('session.factors.lead')}>
      {confirmed.dialog}
      <div className="factor-setup">
        {failure !== null && <ProblemPanel error={failure} isWrite />}
        {!hasFactor && adding === null && <p>{t('session.factors.none')}</p>}
        <ul className="factor-list">
          {data.items.map((factor) => (
            <FactorRow
              key={factor.id}
              factor={factor}
              onChanged={() => void refresh()}
              onRemove={() => remove.mutate(factor.id)}
            />
          ))}
        </ul>
        {codes.length > 0 && <RecoveryCodes codes={codes} onDone={() => setCodes([])} />}
        {adding === 'totp' && <TotpSetup onCancel={() => setAdding(null)} onDone={added} />}
        {adding === 'passkey' && <PasskeySetup onCancel={() => setAdding(null)} onDone={added} />}
        {adding === null && (
          <div className="row-acts factor-acts">
            <Button onClick={() => setAdding('totp')}>{t('session.factors.add')}</Button>
            <Button disabled={!hasPasskeys} onClick={() => setAdding('passkey')}>
              {t('session.factors.addPasskey')}
            </Button>
            {hasFactor && (
              <Button loading={renew.isPending} onClick={() => renew.mutate()}>
                {t('session.factors.renew', { count: data.recoveryCodesLeft })}
              </Button>
            )}
          </div>
        )}
        {!hasPasskeys && <p className="quiet">{passkeysElsewhere}</p>}
      </div>
    </Panel>
  );
}
