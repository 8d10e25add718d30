import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Alert, Button, Form, Input } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { sessionQuery } from '../../../api/queries.ts';
import { LanguageMenu, ThemeMenu } from '../menu/choices.tsx';
import { useGo } from '../../../ui/link.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { homePath } from '../../../urls/home.ts';
import { readSignInSearch } from '../urls/search.ts';
import './sign-in.css';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Sign-in by password, or at once by the one-time link whose token stands in the address. */
export function SignInPage() {
  const { t } = useTranslation();
  const go = useGo();
  const queryClient = useQueryClient();
  const { next, token } = readSignInSearch(useSearch({ strict: false }));
  const enter = (session: Awaited<ReturnType<typeof api.session.me>>) => {
    queryClient.setQueryData(sessionQuery().queryKey, session);
    go(next ?? homePath, { replace: true });
  };
  const byPassword = useMutation({ mutationFn: (body: Credentials) => api.session.signIn({ body }), onSuccess: enter });
  const byLink = useMutation({
    mutationFn: (linkToken: string) => api.session.signInByLink({ body: { token: linkToken } }),
    onSuccess: enter,
  });
  const isTried = useRef(false);
  // The token is used up by the first try, so it is sent once, also when the page mounts twice.
  useEffect(() => {
    if (token === undefined || isTried.current) return;
    isTried.current = true;
    byLink.mutate(token);
  }, [token, byLink]);
  const isByLink = token !== undefined && !byLink.isError;
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
        {isByLink && <output className="block">{t('session.signIn.byLink')}</output>}
        {byLink.isError && (
          <Alert
            type="warning"
            showIcon
            title={t('session.signIn.linkFailed')}
            description={t('session.signIn.linkNext')}
          />
        )}
        {byPassword.isError && <ProblemPanel error={byPassword.error} isWrite />}
        {!isByLink && (
          <Form<Credentials> layout="vertical" requiredMark={false} onFinish={(values) => byPassword.mutate(values)}>
            <Form.Item name="email" label={t('session.signIn.email')} rules={[{ required: true, type: 'email' }]}>
              <Input type="email" autoComplete="username" />
            </Form.Item>
            <Form.Item name="password" label={t('session.signIn.password')} rules={[{ required: true }]}>
              <Input.Password autoComplete="current-password" />
            </Form.Item>
            <Button type="primary" htmlType="submit" block loading={byPassword.isPending}>
              {t('session.signIn.submit')}
            </Button>
            <p className="quiet sign-in-hint">{t('session.signIn.noPassword')}</p>
          </Form>
        )}
      </div>
    </main>
  );
}
