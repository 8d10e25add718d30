import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
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
import { useConfirmed } from '../../../ui/sign-in/confirm-identity.tsx';
import { AccessModal } from './access-modal.tsx';
import { PolicyPanel } from './policy-panel.tsx';
import { usersQuery } from './users-queries.ts';
import { UserModal } from './user-modal.tsx';
import './users.css';

type User = Result<'users', 'list'>['items'][number];
type Link = Result<'users', 'createLink'>;

/** Who may use the console, in which role, and one-time links to sign in with. */
export function Users() {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const session = useSession();
  const [edited, setEdited] = useState<User | 'new' | null>(null);
  const [watched, setWatched] = useState<User | null>(null);
  const confirmed = useConfirmed();
  const [link, setLink] = useState<Link | null>(null);
  const { data } = useSuspenseQuery(usersQuery());
  const refresh = () => queryClient.invalidateQueries({ queryKey: usersQuery().queryKey });
  const createLink = useMutation({
    mutationFn: (userId: string) => confirmed.run(() => api.users.createLink({ params: { userId } })),
    onSuccess: setLink,
  });
  const disable = useMutation({
    mutationFn: ({ id, isDisabled }: User) =>
      api.users.update({ params: { userId: id }, body: { isDisabled: !isDisabled } }),
    onSuccess: refresh,
  });
  const statusOf = ({ isDisabled, hasPassword, lastSeenAt }: User) => {
    if (isDisabled) return t('users.disabled');
    return hasPassword || lastSeenAt !== null ? t('users.active') : t('users.invited');
  };
  const columns: readonly Column<User>[] = [
    { key: 'name', title: t('users.name'), render: (user) => user.name },
    { key: 'email', title: t('users.email'), render: (user) => user.email },
    { key: 'role', title: t('users.role'), render: (user) => t(`role.${user.role}`) },
    {
      key: 'factor',
      title: t('users.factor'),
      render: ({ hasFactor }) => (hasFactor ? t('users.yes') : t('users.no')),
    },
    { key: 'status', title: t('users.status'), render: statusOf },
    {
      key: 'seen',
      title: t('users.lastSeen'),
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
            {t('users.newLink')}
          </Button>
          <Button size="small" onClick={() => setWatched(user)}>
            {t('users.access')}
          </Button>
          <Button size="small" disabled={user.id === session.user.id} onClick={() => disable.mutate(user)}>
            {user.isDisabled ? t('users.enable') : t('users.disable')}
          </Button>
        </span>
      ),
    },
  ];
  const failure = createLink.error ?? disable.error;
  return (
    <>
      <Panel
        title={t('users.title')}
        extra={
          <Button icon={<PlusOutlined />} onClick={() => setEdited('new')}>
            {t('users.create')}
          </Button>
        }
      >
        {confirmed.dialog}
        {failure !== null && <ProblemPanel error={failure} isWrite />}
        {link !== null && (
          <Alert
            type="success"
            showIcon
            title={t('users.linkLead', { at: format.instant(link.expiresAt) })}
            description={
              <Typography.Text code copyable={{ text: link.url, tooltips: [t('action.copy'), t('action.copied')] }}>
                {link.url}
              </Typography.Text>
            }
          />
        )}
        <DataTable
          caption={t('users.title')}
          columns={columns}
          rows={data.items}
          rowKey={(user) => user.id}
          empty={t('empty.nothing')}
        />
        {watched !== null && (
          <AccessModal user={watched} onClose={() => setWatched(null)} onReset={() => void refresh()} />
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
      <PolicyPanel />
    </>
  );
}
