import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { sessionQuery } from '../../../api/queries.ts';
import type { Result } from '../../../api/queries.ts';
import { useGo } from '../../../ui/link.tsx';
import { homePath } from '../../../urls/home.ts';
import { TotpSetup } from '../factors/totp-setup.tsx';
import { LanguageMenu, ThemeMenu } from '../menu/choices.tsx';
import { readSignInSearch } from '../urls/search.ts';
import { FirstAdministratorForm } from './first-administrator-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { SecondStepForm } from './second-step-form.tsx';
import './sign-in.css';

type Step = Result<'session', 'signIn'>;
type Stage =
  | { readonly at: 'link' | 'password' | 'factor' }
  | { readonly at: 'first_administrator'; readonly token: string }
  | { readonly at: 'second'; readonly step: Extract<Step, { readonly step: 'second' }> };

/** Sign-in by password, or at once by the one-time link whose token stands in the address; then whatever else is asked for. */
export function SignInPage() {
  const { t } = useTranslation();
  const go = useGo();
  const queryClient = useQueryClient();
  const { next, token, factor } = readSignInSearch(useSearch({ strict: false }));
  const [stage, setStage] = useState<Stage>({
    at: factor === true ? 'factor' : token === undefined ? 'password' : 'link',
  });
  const enter = (session: Result<'session', 'me'>) => {
    queryClient.setQueryData(sessionQuery().queryKey, session);
    if (session.mustAddFactor) setStage({ at: 'factor' });
    else go(next ?? homePath, { replace: true });
  };
  const take = (step: Step) => {
    if (step.step === 'done') enter(step.session);
    else if (step.step === 'second') setStage({ at: 'second', step });
    else setStage({ at: 'first_administrator', token: token ?? '' });
  };
  const byLink = useMutation({
    mutationFn: (linkToken: string) => api.session.signInByLink({ body: { token: linkToken } }),
    onSuccess: take,
    onError: () => setStage({ at: 'password' }),
  });
  const isTried = useRef(false);
  // The token is used up by the first try, so it is sent once, also when the page mounts twice.
  useEffect(() => {
    if (token === undefined || isTried.current) return;
    isTried.current = true;
    byLink.mutate(token);
  }, [token, byLink]);
  const again = async () => enter(await queryClient.query({ ...sessionQuery(), staleTime: 0 }));
  return (
    <main className="sign-in">
      <div className="sign-in-box">
        <div className="sign-in-head">
          <h1>{t('brand')}</h1>
          <div>
            <LanguageMenu />
            <ThemeMenu />
          </div>
        </div>
        <p className="quiet">{t('session.signIn.lead')}</p>
        {byLink.isError && stage.at === 'password' && (
          <Alert
            type="warning"
            showIcon
            title={t('session.signIn.linkFailed')}
            description={t('session.signIn.linkNext')}
          />
        )}
        {stage.at === 'link' && <output className="block">{t('session.signIn.byLink')}</output>}
        {stage.at === 'password' && <PasswordForm onStep={take} />}
        {stage.at === 'second' && (
          <SecondStepForm step={stage.step} onEntered={enter} onBack={() => setStage({ at: 'password' })} />
        )}
        {stage.at === 'first_administrator' && <FirstAdministratorForm token={stage.token} onEntered={enter} />}
        {stage.at === 'factor' && (
          <div>
            <h2 className="sign-in-step">{t('session.factors.requiredTitle')}</h2>
            <p className="quiet">{t('session.factors.requiredLead')}</p>
            <TotpSetup onDone={() => void again()} />
          </div>
        )}
      </div>
    </main>
  );
}
