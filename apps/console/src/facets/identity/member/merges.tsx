import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { identityName } from '../../../i18n/names.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { paths } from '../../../urls/paths.ts';
import { memberQueries } from '../../members/one/member-queries.ts';
import { ReasonModal } from '../../../ui/reason-modal.tsx';

type Merge = Result<'members', 'merges'>['items'][number];

/** What was joined to this member, what was refused and why; a merge can be taken back. */
export function Merges({ memberId }: { readonly memberId: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<Merge | null>(null);
  const { data, error, refetch } = useQuery(memberQueries.merges(memberId));
  const undo = useMutation({
    mutationFn: ({ mergeId, reason }: { readonly mergeId: string; readonly reason: string }) =>
      api.members.undoMerge({ params: { memberId, mergeId }, body: { reason } }),
    onSuccess: async () => {
      setChosen(null);
      void message.success(t('members.one.mergeUndone'));
      await queryClient.invalidateQueries({ queryKey: memberQueries.all(memberId) });
    },
  });
  if (error !== null) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <SkeletonRows rows={4} label={t('members.one.mergeTable')} />;
  const columns: readonly Column<Merge>[] = [
    { key: 'at', title: t('members.one.order.on'), render: (merge) => <Instant at={merge.at} precision="second" /> },
    { key: 'kind', title: t('members.one.order.status'), render: (merge) => t(`members.one.merge.${merge.kind}`) },
    { key: 'identity', title: t('members.one.identities'), render: (merge) => identityName(merge.identityType, t) },
    { key: 'reason', title: t('members.one.reason'), isLong: true, render: (merge) => merge.reason },
    {
      key: 'member',
      title: t('members.one.title'),
      render: ({ absorbedId, survivorId }) => {
        const other = absorbedId === memberId ? survivorId : absorbedId;
        return other === null ? (
          t('value.none')
        ) : (
          <RouteLink href={paths.member(other)}>{other.slice(0, 8)}…</RouteLink>
        );
      },
    },
    {
      key: 'undo',
      title: t('action.undo'),
      render: (merge) =>
        merge.canUndo && (
          <GuardedButton size="small" needs="members.merge" onClick={() => setChosen(merge)}>
            {t('members.one.mergeUndo')}
          </GuardedButton>
        ),
    },
  ];
  return (
    <section className="panel">
      <DataTable
        caption={t('members.one.mergeTable')}
        columns={columns}
        rows={data.items}
        rowKey={(merge) => merge.id}
        empty={t('members.one.mergeNone')}
      />
      {chosen !== null && (
        <ReasonModal
          title={t('members.one.mergeUndoTitle')}
          lead={t('members.one.mergeUndoLead')}
          submit={t('members.one.mergeUndo')}
          error={undo.error}
          isPending={undo.isPending}
          onSubmit={({ reason }) => undo.mutate({ mergeId: chosen.id, reason })}
          onClose={() => setChosen(null)}
        />
      )}
    </section>
  );
}
