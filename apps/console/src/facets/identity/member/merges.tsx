import { MergeCellsOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { identityName } from '../../../i18n/known-names.ts';
import { memberKey } from '../../../facet/member-places.ts';
import type { MemberProps } from '../../../facet/member-places.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { membersPaths } from '../../members/urls/paths.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { mergeReason } from './merge-reason.ts';
import { mergesQuery } from './merges-query.ts';
import { ReasonModal } from '../../../ui/reason-modal.tsx';

type Merge = Result<'members', 'merges'>['items'][number];

/** What was joined to this member, what was refused and why; a merge can be taken back. */
export function Merges({ profile }: MemberProps) {
  const memberId = profile.id;
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<Merge | null>(null);
  const [isMerging, setIsMerging] = useState(false);
  const { data } = useSuspenseQuery(mergesQuery(memberId));
  const undo = useMutation({
    mutationFn: ({ mergeId, reason }: { readonly mergeId: string; readonly reason: string }) =>
      api.members.undoMerge({ params: { memberId, mergeId }, body: { reason } }),
    onSuccess: async () => {
      setChosen(null);
      void message.success(t('identity.merges.undone'));
      await queryClient.invalidateQueries({ queryKey: memberKey(memberId) });
    },
  });
  const columns: readonly Column<Merge>[] = [
    {
      key: 'at',
      title: t('identity.merges.at'),
      render: (merge) => <Instant at={merge.at} precision="second" />,
    },
    {
      key: 'kind',
      title: t('identity.merges.what'),
      render: (merge) => t(`identity.merges.kind.${merge.kind}`),
    },
    {
      key: 'identity',
      title: t('identity.merges.identity'),
      render: ({ identityType }) => (identityType === '' ? t('value.none') : identityName(identityType, t)),
    },
    { key: 'reason', title: t('reason.label'), isLong: true, render: (merge) => mergeReason(merge.reason, t) },
    {
      key: 'member',
      title: t('identity.merges.member'),
      render: ({ absorbedId, survivorId }) => {
        const other = absorbedId === memberId ? survivorId : absorbedId;
        return other === null ? (
          t('value.none')
        ) : (
          <RouteLink href={membersPaths.member(other)}>{other.slice(0, 8)}…</RouteLink>
        );
      },
    },
    {
      key: 'undo',
      title: t('action.undo'),
      render: (merge) =>
        merge.canUndo && (
          <GuardedButton size="small" needs="members.merge" onClick={() => setChosen(merge)}>
            {t('identity.merges.undo')}
          </GuardedButton>
        ),
    },
  ];
  return (
    <section className="panel">
      <div className="merge-head">
        <GuardedButton
          needs="members.merge"
          icon={<MergeCellsOutlined aria-hidden />}
          refusal={profile.isHistory ? t('asOf.refusal') : undefined}
          disabled={profile.status !== 'live'}
          onClick={() => setIsMerging(true)}
        >
          {t('identity.merge.open')}
        </GuardedButton>
      </div>
      <DataTable
        caption={t('identity.merges.table')}
        columns={columns}
        rows={data.items}
        rowKey={(merge) => merge.id}
        empty={t('identity.merges.none')}
      />
      {isMerging && <MergeDialog profile={profile} onClose={() => setIsMerging(false)} />}
      {chosen !== null && (
        <ReasonModal
          title={t('identity.merges.undoTitle')}
          lead={t('identity.merges.undoLead')}
          submit={t('identity.merges.undo')}
          error={undo.error}
          isPending={undo.isPending}
          onSubmit={({ reason }) => undo.mutate({ mergeId: chosen.id, reason })}
          onClose={() => setChosen(null)}
        />
      )}
    </section>
  );
}
