import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';

interface Values {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

interface Props {
  readonly token: string;
  readonly onEntered: (session: Result<'session', 'me'>) => void;
}

/** The first screen of a new installation: whoever has its link says who she is. */
export function FirstAdministratorForm({ token, onEntered }: Props) {
  const { t } = useTranslation();
  const name = useMutation({
    mutationFn: (values: Values) => api.session.nameFirstAdministrator({ body: { ...values, token } }),
    onSuccess: onEntered,
  });
  return (
    <Form<Values> layout="vertical" requiredMark={false} onFinish={(values) => name.mutate(values)}>
      <h2 className="sign-in-step">{t('session.first.title')}</h2>
      <p className="quiet">{t('session.first.lead')}</p>
      {name.isError && <ProblemPanel error={name.error} isWrite />}
      <Form.Item name="name" label={t('session.account.name')} rules={[{ required: true, max: 200 }]}>
        <Input autoComplete="name" />
      </Form.Item>
      <Form.Item name="email" label={t('session.signIn.email')} rules={[{ required: true, type: 'email' }]}>
        <Input type="email" autoComplete="username" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('session.signIn.password')}
        extra={t('session.first.passwordHint')}
        rules={[{ required: true, min: 10, max: 200 }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={name.isPending}>
        {t('session.first.submit')}
      </Button>
    </Form>
  );
}
