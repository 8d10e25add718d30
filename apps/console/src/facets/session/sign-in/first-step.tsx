import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Divider } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { waysQuery } from '../../../api/queries.ts';
import type { Result } from '../../../api/queries.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { usePasskeysHere } from '../../../ui/sign-in/passkeys.ts';
import { ProviderButton, PasskeyButton } from './other-ways.tsx';
import { PasswordForm } from './password-form.tsx';

interface Props {
  readonly next: string;
  readonly onStep: (step: Result<'session', 'signIn'>) => void;
  readonly onEntered: (session: Result<'session', 'me'>) => void;
  /** What went wrong on another way here. */
  readonly failure: unknown;
}

/** The ways in that there are: password, passkey, the company's provider. Where it is the only one, the others are for emergencies. */
export function FirstStep({ next, onStep, onEntered, failure }: Props) {
  const { t } = useTranslation();
  const { data: ways } = useQuery(waysQuery());
  const hasPasskeys = usePasskeysHere();
  const [isOpened, setOpened] = useState(false);
  const provider = ways?.provider ?? null;
  const isOnly = provider !== null && ways?.isOwnOpen === false;
  const isOwnShown = !isOnly || isOpened;
  return (
    <>
      {failure !== null && <ProblemPanel error={failure} isWrite />}
      {isOnly && isOpened && (
        <Alert type="info" showIcon title={t('session.signIn.emergency', { name: provider.name })} />
      )}
      {isOwnShown && <PasswordForm onStep={onStep} />}
      {isOwnShown && (hasPasskeys || provider !== null) && <Divider plain>{t('session.signIn.or')}</Divider>}
      {isOwnShown && hasPasskeys && <PasskeyButton onEntered={onEntered} />}
      {provider !== null && <ProviderButton name={provider.name} next={next} isOnly={isOnly && !isOpened} />}
      {isOnly && !isOpened && (
        <Button type="link" onClick={() => setOpened(true)}>
          {t('session.signIn.otherWays')}
        </Button>
      )}
    </>
  );
}
