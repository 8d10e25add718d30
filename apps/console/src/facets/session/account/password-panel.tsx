import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { sessionQuery } from '../../../api/queries.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { useConfirmed } from '../../../ui/sign-in/confirm-identity.tsx';

interface Passwords {
  readonly current?: string;
  readonly next: string;
}

/** Sets or changes the own password. */
export function PasswordPanel({ hasPassword }: { readonly hasPassword: boolean }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Passwords>();
  const queryClient = useQueryClient();
  const confirmed = useConfirmed();
  const change = useMutation({
    mutationFn: ({ current, next }: Passwords) =>
      confirmed.run(() =>
        api.session.changePassword({
          body: { newPassword: next, ...(current === undefined ? {} : { currentPassword: current }) },
        }),
      ),
    onSuccess: async () => {
      form.resetFields();
      void message.success(t('session.account.changed'));
      // From the first password on, the form asks for the present one.
      await queryClient.invalidateQueries({ queryKey: sessionQuery().queryKey });
    },
  });
  const title = hasPassword ? t('session.account.password') : t('session.account.passwordSet');
  return (
    <Panel title={title}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        className="narrow"
        onFinish={(values) => change.mutate(values)}
      >
        {hasPassword && (
          <Form.Item name="current" label={t('session.account.current')} rules={[{ required: true }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
        )}
        <Form.Item
          name="next"
          label={t('session.account.next')}
          extra={t('session.account.nextHint')}
          rules={[{ required: true, min: 10, max: 200 }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {confirmed.dialog}
        {change.isError && <ProblemPanel error={change.error} isWrite />}
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {title}
        </Button>
      </Form>
    </Panel>
  );
}
