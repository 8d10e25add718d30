import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Modal, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { toMilliseconds } from '../../../format/format.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { CreateKeyModal } from './create-key-modal.tsx';

type Key = Result<'keys', 'list'>['items'][number];

interface Props {
  readonly kind: 'write' | 'api';
  /** Told the key itself, once, when one was created. */
  readonly onCreated?: (secret: string) => void;
}

/** Keys of one kind: created, shown once, revoked. */
export function KeyTable({ kind, onCreated }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [isCreating, setIsCreating] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Key | null>(null);
  const [nowMs] = useState(Date.now);
  const { data, error, refetch } = useQuery({
    queryKey: ['keys', kind],
    queryFn: ({ signal }) => api.keys.list({ query: { kind, limit: 100 } }, { signal }),
  });
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['keys', kind] }),
      queryClient.invalidateQueries({ queryKey: ['sources'] }),
    ]);
  const revoke = useMutation({
    mutationFn: (keyId: string) => api.keys.revoke({ params: { keyId } }),
    onSuccess: async () => {
      setChosen(null);
      await refresh();
    },
  });
  const statusOf = (key: Key) => {
    if (key.revokedAt !== null) return 'revoked';
    return key.expiresAt !== null && toMilliseconds(key.expiresAt) < nowMs ? 'expired' : 'active';
  };
  const columns: readonly Column<Key>[] = [
    { key: 'name', title: t('data.sources.name'), render: (key) => key.name },
    kind === 'write'
      ? { key: 'source', title: t('data.sources.source'), render: (key) => <code>{key.source}</code> }
      : { key: 'scopes', title: t('settings.keys.scopes'), isLong: true, render: (key) => key.scopes.join(', ') },
    { key: 'hint', title: t('data.sources.key'), render: (key) => <code>{key.hint}</code> },
    {
      key: 'lastUsed',
      title: t('data.sources.lastUsed'),
      render: (key) => <Instant at={key.lastUsedAt} precision="second" />,
    },
    { key: 'status', title: t('data.sources.status'), render: (key) => t(`data.sources.${statusOf(key)}`) },
    {
      key: 'revoke',
      title: t('data.sources.revoke'),
      render: (key) =>
        statusOf(key) === 'active' && (
          <GuardedButton size="small" needs="keys.manage" onClick={() => setChosen(key)}>
            {t('data.sources.revoke')}
          </GuardedButton>
        ),
    },
  ];
  const title = kind === 'write' ? t('data.sources.keys') : t('settings.keys.title');
  return (
    <Panel
      title={title}
      {...(kind === 'api' ? { lead: t('settings.keys.lead') } : {})}
      extra={
        <GuardedButton needs="keys.manage" icon={<PlusOutlined />} onClick={() => setIsCreating(true)}>
          {kind === 'write' ? t('data.sources.create') : t('settings.keys.create')}
        </GuardedButton>
      }
    >
      {secret !== null && (
        <Alert
          type="success"
          showIcon
          title={t('data.sources.secretLead')}
          description={
            <Typography.Text code copyable={{ text: secret, tooltips: [t('action.copy'), t('action.copied')] }}>
              {secret}
            </Typography.Text>
          }
        />
      )}
      {error !== null && <ProblemPanel error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <SkeletonRows rows={3} label={title} />}
      {data !== undefined && (
        <DataTable
          caption={title}
          columns={columns}
          rows={data.items}
          rowKey={(key) => key.id}
          empty={kind === 'write' ? t('settings.keys.noneToSend') : t('settings.keys.none')}
        />
      )}
      {isCreating && (
        <CreateKeyModal
          kind={kind}
          onClose={() => setIsCreating(false)}
          onCreated={(created) => {
            setIsCreating(false);
            setSecret(created);
            onCreated?.(created);
            void refresh();
          }}
        />
      )}
      {chosen !== null && (
        <Modal
          open
          title={t('data.sources.revokeTitle', { name: chosen.name })}
          okText={t('data.sources.revoke')}
          cancelText={t('action.cancel')}
          okButtonProps={{ danger: true, loading: revoke.isPending }}
          onOk={() => revoke.mutate(chosen.id)}
          onCancel={() => setChosen(null)}
        >
          <p>{t('data.sources.revokeLead')}</p>
          {revoke.isError && <ProblemPanel error={revoke.error} isWrite />}
        </Modal>
      )}
    </Panel>
  );
}
