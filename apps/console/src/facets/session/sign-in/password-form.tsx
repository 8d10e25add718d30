import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** The first step by e-mail and password. */
export function PasswordForm({ onStep }: { readonly onStep: (step: Result<'session', 'signIn'>) => void }) {
  const { t } = useTranslation();
  const signIn = useMutation({ mutationFn: (body: Credentials) => api.session.signIn({ body }), onSuccess: onStep });
  return (
    <>
      {signIn.isError && <ProblemPanel error={signIn.error} isWrite />}
      <Form<Credentials> layout="vertical" requiredMark={false} onFinish={(values) => signIn.mutate(values)}>
        <Form.Item name="email" label={t('session.signIn.email')} rules={[{ required: true, type: 'email' }]}>
          <Input type="email" autoComplete="username" />
        </Form.Item>
        <Form.Item name="password" label={t('session.signIn.password')} rules={[{ required: true }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
          {t('session.signIn.submit')}
        </Button>
        <p className="quiet sign-in-hint">{t('session.signIn.noPassword')}</p>
      </Form>
    </>
  );
}
