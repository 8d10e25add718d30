import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { useSession } from '../../../reader/session.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { UserModal } from './user-modal.tsx';

type User = Result<'users', 'list'>['items'][number];
type Link = Result<'users', 'createLink'>;

/** Who may use the console, in which role, and one-time links to sign in with. */
export function Users() {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const session = useSession();
  const [edited, setEdited] = useState<User | 'new' | null>(null);
  const [link, setLink] = useState<Link | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => api.users.list({ query: { limit: 200 } }, { signal }),
  });
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['users'] });
  const createLink = useMutation({
    mutationFn: (userId: string) => api.users.createLink({ params: { userId } }),
    onSuccess: setLink,
  });
  const disable = useMutation({
    mutationFn: ({ id, isDisabled }: User) =>
      api.users.update({ params: { userId: id }, body: { isDisabled: !isDisabled } }),
    onSuccess: refresh,
  });
  const statusOf = ({ isDisabled, hasPassword, lastSeenAt }: User) => {
    if (isDisabled) return t('settings.users.disabled');
    return hasPassword || lastSeenAt !== null ? t('settings.users.active') : t('settings.users.invited');
  };
  const columns: readonly Column<User>[] = [
    { key: 'name', title: t('settings.users.name'), render: (user) => user.name },
    { key: 'email', title: t('settings.users.email'), render: (user) => user.email },
    { key: 'role', title: t('settings.users.role'), render: (user) => t(`role.${user.role}`) },
    { key: 'status', title: t('settings.users.status'), render: statusOf },
    {
      key: 'seen',
      title: t('settings.users.lastSeen'),
      render: (user) => <Instant at={user.lastSeenAt} precision="second" />,
    },
    {
      key: 'acts',
      title: t('action.edit'),
      render: (user) => (
        <span className="row-acts">
          <Button size="small" onClick={() => setEdited(user)}>
            {t('action.edit')}
          </Button>
          <Button size="small" disabled={user.isDisabled} onClick={() => createLink.mutate(user.id)}>
            {t('settings.users.newLink')}
          </Button>
          <Button size="small" disabled={user.id === session.user.id} onClick={() => disable.mutate(user)}>
            {user.isDisabled ? t('settings.users.enable') : t('settings.users.disable')}
          </Button>
        </span>
      ),
    },
  ];
  const failure = error ?? createLink.error ?? disable.error;
  return (
    <Panel
      title={t('settings.users.title')}
      extra={
        <Button icon={<PlusOutlined />} onClick={() => setEdited('new')}>
          {t('settings.users.create')}
        </Button>
      }
    >
      {failure !== null && <ProblemPanel error={failure} isWrite={error === null} onRetry={() => void refetch()} />}
      {link !== null && (
        <Alert
          type="success"
          showIcon
          title={t('settings.users.linkLead', { at: format.instant(link.expiresAt) })}
          description={
            <Typography.Text code copyable={{ text: link.url, tooltips: [t('action.copy'), t('action.copied')] }}>
              {link.url}
            </Typography.Text>
          }
        />
      )}
      {data === undefined ? (
        <SkeletonRows rows={4} label={t('settings.users.title')} />
      ) : (
        <DataTable
          caption={t('settings.users.title')}
          columns={columns}
          rows={data.items}
          rowKey={(user) => user.id}
          empty={t('empty.nothing')}
        />
      )}
      {edited !== null && (
        <UserModal
          user={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(null)}
          onDone={(created) => {
            setEdited(null);
            if (created !== undefined) setLink(created);
            void refresh();
          }}
        />
      )}
    </Panel>
  );
}
