import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { personName } from '../../../i18n/person-name.ts';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ReasonModal } from '../../../ui/reason-modal.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { identityName } from '../../../i18n/known-names.ts';
import { sharedQueries } from './shared-queries.ts';
import { useIdentityAct } from './use-identity-act.ts';

type Blocked = Result<'identities', 'blocked'>['items'][number];

/** What people have blocked, newest first, with who did and why; each can be let free again. */
export function BlockedIdentities() {
  const { t } = useTranslation();
  const { data } = useSuspenseQuery(sharedQueries.blocked());
  const { chosen, choose, close, act } = useIdentityAct({
    send: (said) => api.identities.unblock(said),
    done: t('identity.shared.unblocked'),
    changes: sharedQueries.key,
  });
  const columns: readonly Column<Blocked>[] = [
    { key: 'type', title: t('identity.shared.type'), render: ({ type }) => identityName(type, t) },
    { key: 'value', title: t('identity.shared.value'), render: ({ value }) => value },
    { key: 'at', title: t('identity.shared.at'), render: ({ at }) => <Instant at={at} /> },
    { key: 'by', title: t('identity.shared.by'), render: ({ by }) => personName(by, t) },
    { key: 'reason', title: t('reason.label'), isLong: true, render: ({ reason }) => reason },
    {
      key: 'unblock',
      title: t('identity.shared.unblock'),
      render: (row) => (
        <GuardedButton size="small" needs="members.merge" onClick={() => choose(row)}>
          {t('identity.shared.unblock')}
        </GuardedButton>
      ),
    },
  ];
  return (
    <Panel title={t('identity.shared.blockedTitle')} lead={t('identity.shared.blockedLead')}>
      <DataTable
        caption={t('identity.shared.blockedTitle')}
        columns={columns}
        rows={data.items}
        rowKey={({ id }) => id}
        empty={t('identity.shared.blockedNone')}
      />
      {chosen !== null && (
        <ReasonModal
          title={t('identity.shared.unblockTitle', { value: chosen.value, type: identityName(chosen.type, t) })}
          lead={t('identity.shared.unblockLead')}
          submit={t('identity.shared.unblock')}
          error={act.error}
          isPending={act.isPending}
          onSubmit={({ reason }) => act.mutate({ ...chosen, reason })}
          onClose={close}
        />
      )}
    </Panel>
  );
}
