import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePasskeysHere } from '../../../ui/sign-in/passkeys.ts';
import { PasskeySetup } from '../factors/passkey-setup.tsx';
import { TotpSetup } from '../factors/totp-setup.tsx';

/** For whoever has a role that asks for a second factor, and none: one is set up before anything else opens. */
export function RequiredFactor({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const hasPasskeys = usePasskeysHere();
  const [kind, setKind] = useState<'totp' | 'passkey'>('totp');
  const other = kind === 'totp' ? 'passkey' : 'totp';
  return (
    <div>
      <h2 className="sign-in-step">{t('session.factors.requiredTitle')}</h2>
      <p className="quiet">{t(`session.factors.requiredLead.${kind}`)}</p>
      {kind === 'totp' ? <TotpSetup onDone={onDone} /> : <PasskeySetup onDone={onDone} />}
      {hasPasskeys && (
        <div className="sign-in-others">
          <Button type="link" onClick={() => setKind(other)}>
            {t(`session.factors.rather.${other}`)}
          </Button>
        </div>
      )}
    </div>
  );
}
