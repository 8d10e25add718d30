import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { installationQuery, sessionQuery } from '../../../api/queries.ts';
import { useSession } from '../../../reader/session.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import './account.css';

interface Passwords {
  readonly current?: string;
  readonly next: string;
}

/** Who the reader is, what installation this is, and her password. */
export function Account() {
  const { t } = useTranslation();
  const format = useFormat();
  const { user } = useSession();
  const { data } = useSuspenseQuery(installationQuery());
  const own = [
    [t('session.account.name'), user.name],
    [t('session.account.email'), user.email],
    [t('session.account.role'), t(`role.${user.role}`)],
    ...(user.storeIds.length > 0 ? [[t('session.account.stores'), user.storeIds.join(', ')]] : []),
  ];
  const installation = [
    [t('session.account.version'), data.version],
    [t('session.account.zone'), data.zone],
    [t('session.account.currency'), data.currency],
    [t('session.account.members'), format.integer(data.membersCount)],
    [t('session.account.facts'), format.integer(data.factsCount)],
  ];
  return (
    <div className="columns">
      <div className="span-6 settings-stack">
        <Panel title={t('session.account.title')}>
          <Pairs pairs={own} />
        </Panel>
        <Panel title={t('session.account.installation')}>
          <Pairs pairs={installation} />
        </Panel>
      </div>
      <div className="span-6">
        <PasswordPanel hasPassword={user.hasPassword} />
      </div>
    </div>
  );
}

function Pairs({ pairs }: { readonly pairs: readonly (readonly string[])[] }) {
  return (
    <dl className="pairs">
      {pairs.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function PasswordPanel({ hasPassword }: { readonly hasPassword: boolean }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Passwords>();
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: ({ current, next }: Passwords) =>
      api.session.changePassword({
        body: { newPassword: next, ...(current === undefined ? {} : { currentPassword: current }) },
      }),
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
        {change.isError && <ProblemPanel error={change.error} isWrite />}
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {title}
        </Button>
      </Form>
    </Panel>
  );
}
