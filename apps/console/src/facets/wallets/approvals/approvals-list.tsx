import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Popconfirm, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { memberKey } from '../../../facet/member-places.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { personName } from '../../../i18n/person-name.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Asked } from '../../../ui/loading/asked.tsx';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { reasonText } from '../../../units/reason-text.ts';
import { movedText } from '../../../units/units-text.ts';
import { useWalletNames } from '../../../units/use-wallet-names.ts';
import { walletsPaths } from '../urls/paths.ts';
import { approvalStates, readApprovalsSearch } from '../urls/search.ts';
import { approvalsQuery } from './approvals-query.ts';
import type { Approval } from './approvals-query.ts';

/** Adjustments that wait for a second person, and what became of earlier ones. */
export function ApprovalsList() {
  const { t } = useTranslation();
  const go = useGo();
  const search = usePageSearch(readApprovalsSearch);
  const { cursor, state } = search;
  const kept = state === undefined ? {} : { state };
  const onFirst = () => go(walletsPaths.approvals(kept));
  return (
    <Panel
      title={t('wallets.approvals.table')}
      lead={t('wallets.approvals.lead')}
      extra={
        <Select
          className="period"
          aria-label={t('wallets.approvals.state.label')}
          value={state ?? 'all'}
          options={[
            { value: 'all' as const, label: t('wallets.state.all') },
            ...approvalStates.map((value) => ({ value, label: t(`wallets.approvals.state.${value}`) })),
          ]}
          onChange={(value) => {
            const chosen = approvalStates.find((one) => one === value);
            go(walletsPaths.approvals(chosen === undefined ? {} : { state: chosen }));
          }}
        />
      }
    >
      <Asked query={approvalsQuery(search)} pending={<SkeletonRows />} onFirst={onFirst}>
        {(page, isStale) => (
          <>
            <ApprovalTable approvals={page.items} isStale={isStale} isNarrowed={state !== undefined} />
            <Pager
              label={t('wallets.approvals.table')}
              isFirst={cursor === undefined}
              nextCursor={page.nextCursor}
              onFirst={onFirst}
              onCursor={(next) => go(walletsPaths.approvals({ ...kept, cursor: next }))}
            />
          </>
        )}
      </Asked>
    </Panel>
  );
}

interface TableProps {
  readonly approvals: readonly Approval[];
  readonly isStale: boolean;
  readonly isNarrowed: boolean;
}

function ApprovalTable({ approvals, isStale, isNarrowed }: TableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const wallets = useWalletNames();
  const columns: readonly Column<Approval>[] = [
    { key: 'state', title: t('wallets.approvals.state.label'), render: (row) => <StateCell approval={row} /> },
    {
      key: 'member',
      title: t('wallets.approvals.member'),
      render: ({ memberId, wallet }) => (
        <RouteLink href={walletsPaths.walletsOf(memberId, { wallet })}>…{memberId.slice(-6)}</RouteLink>
      ),
    },
    { key: 'wallet', title: t('wallets.approvals.wallet'), render: ({ wallet }) => wallets.nameOf(wallet) },
    {
      key: 'units',
      title: t('wallets.approvals.units'),
      isNumber: true,
      render: ({ units, wallet }) => movedText(units, wallets.decimalsOf(wallet), format),
    },
    { key: 'reason', title: t('wallets.approvals.reason'), render: ({ reason }) => reasonText(reason, t) },
    {
      key: 'expires',
      title: t('wallets.approvals.expires'),
      render: ({ expiresAt }) => {
        if (expiresAt === undefined) return <span className="quiet">{t('wallets.field.expiresProgram')}</span>;
        return expiresAt === null ? t('value.never') : <Instant at={expiresAt} precision="second" />;
      },
    },
    {
      key: 'proposed',
      title: t('wallets.approvals.proposed'),
      isLong: true,
      render: ({ proposedAt, proposedBy }) => (
        <>
          <Instant at={proposedAt} precision="second" />{' '}
          <span className="quiet">{t('wallets.approvals.by', { name: personName(proposedBy, t) })}</span>
        </>
      ),
    },
    {
      key: 'decided',
      title: t('wallets.approvals.decided'),
      isLong: true,
      render: (row) => (row.state === 'pending' ? <Decide approval={row} /> : <DecidedCell approval={row} />),
    },
  ];
  return (
    <DataTable
      caption={t('wallets.approvals.table')}
      columns={columns}
      rows={approvals}
      rowKey={({ id }) => id}
      empty={isNarrowed ? t('wallets.approvals.noneOfState') : t('wallets.approvals.none')}
      isStale={isStale}
    />
  );
}

interface RowProps {
  readonly approval: Approval;
}

function StateCell({ approval }: RowProps) {
  const { t } = useTranslation();
  return (
    <>
      <span className="tag">{t(`wallets.approvals.state.${approval.state}`)}</span>
      {approval.code !== '' && (
        <span className="hint">
          <code>{approval.code}</code>
        </span>
      )}
    </>
  );
}

function DecidedCell({ approval }: RowProps) {
  const { t } = useTranslation();
  return (
    <>
      <Instant at={approval.decidedAt} precision="second" />{' '}
      <span className="quiet">{t('wallets.approvals.by', { name: personName(approval.decidedBy, t) })}</span>
    </>
  );
}

const decisions = ['approve', 'decline'] as const;
type DecisionKind = (typeof decisions)[number];

/** Approve or decline, each after a word about what it does. */
function Decide({ approval }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const wallets = useWalletNames();
  const decide = useDecide(approval);
  const { units, wallet, canDecide } = approval;
  const named = { units: movedText(units, wallets.decimalsOf(wallet), format), wallet: wallets.nameOf(wallet) };
  const asked = {
    approve: { title: t('wallets.approvals.confirm', named), lead: t('wallets.approvals.confirmLead') },
    decline: { title: t('wallets.approvals.confirmDecline', named), lead: t('wallets.approvals.confirmDeclineLead') },
  };
  const button = (decision: DecisionKind) => (
    <GuardedButton
      size="small"
      needs="wallet.approve"
      type={decision === 'approve' ? 'primary' : 'default'}
      refusal={canDecide ? undefined : t('wallets.approvals.own')}
      loading={decide.isPending && decide.variables === decision}
    >
      {t(`wallets.approvals.${decision}`)}
    </GuardedButton>
  );
  return (
    <>
      <span className="row-actions">
        {decisions.map((decision) =>
          canDecide ? (
            <Popconfirm
              key={decision}
              title={asked[decision].title}
              description={asked[decision].lead}
              okText={t(`wallets.approvals.${decision}`)}
              cancelText={t('action.cancel')}
              onConfirm={() => decide.mutate(decision)}
            >
              {button(decision)}
            </Popconfirm>
          ) : (
            <span key={decision}>{button(decision)}</span>
          ),
        )}
      </span>
      {decide.error !== null && <ProblemPanel error={decide.error} isWrite />}
    </>
  );
}

function useDecide({ id, memberId }: Approval) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (decision: DecisionKind) => api.wallets.decide({ params: { approvalId: id }, body: { decision } }),
    onSuccess: async ({ state }) => {
      if (state === 'failed') void message.warning(t('wallets.approvals.failed'));
      else void message.success(t(`wallets.approvals.${state === 'approved' ? 'approved' : 'declined'}`));
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['approvals'] }),
        queryClient.invalidateQueries({ queryKey: memberKey(memberId) }),
      ]);
    },
  });
}
