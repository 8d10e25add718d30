import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
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
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { explorerPaths } from '../../explorer/urls/paths.ts';
import { CreateKeyModal } from './create-key-modal.tsx';
import { keysQuery, sourcesQuery } from './key-queries.ts';
import type { KeyKind } from './key-queries.ts';

type Key = Result<'keys', 'list'>['items'][number];

interface Props {
  readonly kind: KeyKind;
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
  const { data } = useSuspenseQuery(keysQuery(kind));
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: keysQuery(kind).queryKey }),
      queryClient.invalidateQueries({ queryKey: sourcesQuery().queryKey }),
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
    { key: 'name', title: t('keys.sources.name'), render: (key) => key.name },
    kind === 'write'
      ? { key: 'source', title: t('keys.sources.source'), render: (key) => <code>{key.source}</code> }
      : { key: 'scopes', title: t('keys.api.scopes'), isLong: true, render: (key) => key.scopes.join(', ') },
    { key: 'hint', title: t('keys.sources.key'), render: (key) => <code>{key.hint}</code> },
    {
      key: 'lastUsed',
      title: t('keys.sources.lastUsed'),
      render: (key) => <Instant at={key.lastUsedAt} precision="second" />,
    },
    { key: 'status', title: t('keys.sources.status'), render: (key) => t(`keys.sources.${statusOf(key)}`) },
    {
      key: 'revoke',
      title: t('keys.sources.revoke'),
      render: (key) =>
        statusOf(key) === 'active' && (
          <GuardedButton size="small" needs="keys.manage" onClick={() => setChosen(key)}>
            {t('keys.sources.revoke')}
          </GuardedButton>
        ),
    },
  ];
  const title = kind === 'write' ? t('keys.sources.keys') : t('keys.api.title');
  return (
    <Panel
      title={title}
      {...(kind === 'api' ? { lead: <ApiLead /> } : {})}
      extra={
        <GuardedButton needs="keys.manage" icon={<PlusOutlined />} onClick={() => setIsCreating(true)}>
          {kind === 'write' ? t('keys.sources.create') : t('keys.api.create')}
        </GuardedButton>
      }
    >
      {secret !== null && (
        <Alert
          type="success"
          showIcon
          title={t('keys.sources.secretLead')}
          description={
            <Typography.Text code copyable={{ text: secret, tooltips: [t('action.copy'), t('action.copied')] }}>
              {secret}
            </Typography.Text>
          }
        />
      )}
      <DataTable
        caption={title}
        columns={columns}
        rows={data.items}
        rowKey={(key) => key.id}
        empty={kind === 'write' ? t('keys.api.noneToSend') : t('keys.api.none')}
      />
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
          title={t('keys.sources.revokeTitle', { name: chosen.name })}
          okText={t('keys.sources.revoke')}
          cancelText={t('action.cancel')}
          okButtonProps={{ danger: true, loading: revoke.isPending }}
          onOk={() => revoke.mutate(chosen.id)}
          onCancel={() => setChosen(null)}
        >
          <p>{t('keys.sources.revokeLead')}</p>
          {revoke.isError && <ProblemPanel error={revoke.error} isWrite />}
        </Modal>
      )}
    </Panel>
  );
}

/** What the keys are for, and where it is written what they can ask. */
function ApiLead() {
  const { t } = useTranslation();
  return (
    <>
      {t('keys.api.lead')} <RouteLink href={explorerPaths.explorer()}>{t('keys.api.reference')}</RouteLink>
    </>
  );
}
