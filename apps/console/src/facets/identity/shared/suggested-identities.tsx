import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ReasonModal } from '../../../ui/reason-modal.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { membersPaths } from '../../members/urls/paths.ts';
import { identityName } from '../../../i18n/known-names.ts';
import { sharedQueries } from './shared-queries.ts';
import { useIdentityAct } from './use-identity-act.ts';

type Shared = Result<'identities', 'shared'>['items'][number];

/** What many members carry, the most refused first: each with a button that blocks it. */
export function SuggestedIdentities() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useSuspenseQuery(sharedQueries.shared());
  const { chosen, choose, close, act } = useIdentityAct({
    send: (said) => api.identities.block(said),
    done: t('identity.shared.blocked'),
    changes: sharedQueries.key,
  });
  const columns: readonly Column<Shared>[] = [
    { key: 'type', title: t('identity.shared.type'), render: ({ type }) => identityName(type, t) },
    { key: 'value', title: t('identity.shared.value'), render: ({ value }) => value },
    { key: 'refused', title: t('identity.shared.refused'), render: (row) => format.integer(row.refusedCount) },
    {
      key: 'holder',
      title: t('identity.shared.holder'),
      render: ({ holderId }) =>
        holderId === null ? (
          t('value.none')
        ) : (
          <RouteLink href={membersPaths.member(holderId, { tab: 'merges' })}>{holderId.slice(0, 8)}…</RouteLink>
        ),
    },
    { key: 'last', title: t('identity.shared.last'), render: ({ lastAt }) => <Instant at={lastAt} /> },
    {
      key: 'block',
      title: t('identity.shared.block'),
      render: (row) => (
        <GuardedButton size="small" needs="members.merge" onClick={() => choose(row)}>
          {t('identity.shared.block')}
        </GuardedButton>
      ),
    },
  ];
  return (
    <Panel title={t('identity.shared.title')} lead={t('identity.shared.lead')}>
      <DataTable
        caption={t('identity.shared.title')}
        columns={columns}
        rows={data.items}
        rowKey={({ id }) => id}
        empty={t('identity.shared.none')}
      />
      {chosen !== null && (
        <ReasonModal
          title={t('identity.shared.blockTitle', { value: chosen.value, type: identityName(chosen.type, t) })}
          lead={t('identity.shared.blockLead')}
          submit={t('identity.shared.block')}
          error={act.error}
          isPending={act.isPending}
          onSubmit={({ reason }) => act.mutate({ ...chosen, reason })}
          onClose={close}
        />
      )}
    </Panel>
  );
}
