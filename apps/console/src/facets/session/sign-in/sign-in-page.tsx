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
import { LanguageMenu, ThemeMenu } from '../menu/choices.tsx';
import { readSignInSearch } from '../urls/search.ts';
import { FirstAdministratorForm } from './first-administrator-form.tsx';
import { FirstStep } from './first-step.tsx';
import { RequiredFactor } from './required-factor.tsx';
import { SecondStepForm } from './second-step-form.tsx';
import './sign-in.css';

type Step = Result<'session', 'signIn'>;
type Stage =
  | { readonly at: 'link' | 'provider' | 'password' | 'factor' }
  | { readonly at: 'first_administrator'; readonly token: string }
  | { readonly at: 'second'; readonly step: Extract<Step, { readonly step: 'second' }> };

/** Where a provider sends people back to. */
export function ReturnPage() {
  return <SignIn cameBack />;
}

/** Sign-in by one of the ways that there are, or at once by the one-time link whose token stands in the address. */
export function SignInPage() {
  return <SignIn cameBack={false} />;
}

/** Whatever was begun, here it goes on with what else is asked for. */
function SignIn({ cameBack }: { readonly cameBack: boolean }) {
  const { t } = useTranslation();
  const go = useGo();
  const queryClient = useQueryClient();
  const { next, token, factor } = readSignInSearch(useSearch({ strict: false }));
  const [goal, setGoal] = useState(next ?? homePath);
  const [stage, setStage] = useState<Stage>({
    at: factor === true ? 'factor' : cameBack ? 'provider' : token === undefined ? 'password' : 'link',
  });
  const enterAt = (to: string, session: Result<'session', 'me'>) => {
    queryClient.setQueryData(sessionQuery().queryKey, session);
    if (session.mustAddFactor) setStage({ at: 'factor' });
    else go(to, { replace: true });
  };
  const enter = (session: Result<'session', 'me'>) => enterAt(goal, session);
  const takeAt = (to: string, step: Step) => {
    if (step.step === 'done') enterAt(to, step.session);
    else if (step.step === 'second') setStage({ at: 'second', step });
    else setStage({ at: 'first_administrator', token: token ?? '' });
  };
  const byLink = useMutation({
    mutationFn: (linkToken: string) => api.session.signInByLink({ body: { token: linkToken } }),
    onSuccess: (step) => takeAt(goal, step),
    onError: () => setStage({ at: 'password' }),
  });
  const byProvider = useMutation({
    mutationFn: (query: string) => api.session.returnFromProvider({ body: { query } }),
    onSuccess: ({ next: to, signIn }) => {
      setGoal(to);
      // Who confirmed or linked her account has a session, which may know more now.
      if (signIn === null) void queryClient.invalidateQueries().then(() => go(to, { replace: true }));
      else takeAt(to, signIn);
    },
    onError: () => setStage({ at: 'password' }),
  });
  const isTried = useRef(false);
  // The token, or what a provider sent, is used up by the first try, so it is sent once, also when the page mounts twice.
  useEffect(() => {
    if (isTried.current || (token === undefined && !cameBack)) return;
    isTried.current = true;
    if (token !== undefined) byLink.mutate(token);
    else byProvider.mutate(location.search.slice(1));
  }, [token, byLink, cameBack, byProvider]);
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
        {stage.at === 'provider' && <output className="block">{t('session.signIn.returning')}</output>}
        {stage.at === 'password' && (
          <FirstStep next={goal} onStep={(step) => takeAt(goal, step)} onEntered={enter} failure={byProvider.error} />
        )}
        {stage.at === 'second' && (
          <SecondStepForm step={stage.step} onEntered={enter} onBack={() => setStage({ at: 'password' })} />
        )}
        {stage.at === 'first_administrator' && <FirstAdministratorForm token={stage.token} onEntered={enter} />}
        {stage.at === 'factor' && <RequiredFactor onDone={() => void again()} />}
      </div>
    </main>
  );
}
