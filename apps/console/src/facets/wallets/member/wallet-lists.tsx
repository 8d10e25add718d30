import { Segmented } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import { Asked } from '../../../ui/loading/asked.tsx';
import { useGo } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import type { MemberSearch } from '../../members/urls/search.ts';
import type { WalletAct } from '../acts/act.ts';
import { walletsPaths } from '../urls/paths.ts';
import { walletLists } from '../urls/search.ts';
import type { WalletList } from '../urls/search.ts';
import { EntryTable } from './lists/entry-table.tsx';
import { HoldTable } from './lists/hold-table.tsx';
import { LotTable } from './lists/lot-table.tsx';
import { entriesQuery, holdsQuery, lotsQuery } from '../asked/queries.ts';
import type { Wallet } from '../asked/queries.ts';
import { StatementView } from './statement/statement-view.tsx';

export interface ListProps {
  readonly wallet: Wallet;
  readonly memberId: string;
  readonly search: MemberSearch;
  readonly asOf: string | undefined;
  readonly asOfAt: string;
  /** Why nothing can be done now. */
  readonly refusal: string | undefined;
  readonly onAct: (act: WalletAct) => void;
}

const states = ['open', 'ended'] as const;

/** One list of the wallet at a time; which one, which part of it and which page stand in the address. */
export function WalletLists(props: ListProps) {
  const { t } = useTranslation();
  const local = useLocal();
  const go = useGo();
  const { wallet, memberId, search, asOf, asOfAt, refusal, onAct } = props;
  const list = walletLists.find((one) => one === search.list) ?? (asOf === undefined ? 'lots' : 'statement');
  const state = states.find((one) => one === search.state);
  const { cursor: _c, state: _s, from: _f, to: _t, tab: _tab, ...base } = search;
  const change = (part: Omit<MemberSearch, 'tab'>) =>
    go(walletsPaths.walletsOf(memberId, { ...base, wallet: wallet.wallet, list, ...part }));
  const kept = state === undefined ? {} : { state };
  const asked = { memberId, wallet: wallet.wallet, ...kept, ...pageOf(search) };
  const acting = { wallet, memberId, asOfAt, refusal, onAct };
  const pager = (nextCursor: string | null) => (
    <Pager
      label={t(`wallets.list.${list}`)}
      isFirst={search.cursor === undefined}
      nextCursor={nextCursor}
      onFirst={() => change(kept)}
      onCursor={(cursor) => change({ ...kept, cursor })}
    />
  );
  const onFirst = () => change(kept);
  const name = { wallet: local(wallet.name) };
  return (
    <Panel
      title={titleOf(list, { name: name.wallet, t })}
      lead={list === 'statement' ? t('wallets.statement.lead') : t(`wallets.${partOf[list]}.lead`)}
      extra={
        <Segmented
          aria-label={t('wallets.list.label')}
          value={list}
          options={walletLists.map((value) => ({ value, label: t(`wallets.list.${value}`) }))}
          onChange={(value) => change({ list: value })}
        />
      }
    >
      {(list === 'lots' || list === 'holds') && (
        <div className="filter-row">
          <Segmented
            aria-label={t('wallets.state.label')}
            value={state ?? 'all'}
            options={['all' as const, ...states].map((value) => ({ value, label: t(`wallets.state.${value}`) }))}
            onChange={(value) => change(value === 'all' ? {} : { state: value })}
          />
        </div>
      )}
      {list === 'lots' && (
        <Asked query={lotsQuery(asked)} pending={<SkeletonRows />} onFirst={onFirst}>
          {(page, isStale) => (
            <>
              <LotTable {...acting} lots={page.items} isStale={isStale} />
              {pager(page.nextCursor)}
            </>
          )}
        </Asked>
      )}
      {list === 'entries' && (
        <Asked query={entriesQuery(asked)} pending={<SkeletonRows />} onFirst={onFirst}>
          {(page, isStale) => (
            <>
              <EntryTable {...acting} entries={page.items} isStale={isStale} />
              {pager(page.nextCursor)}
            </>
          )}
        </Asked>
      )}
      {list === 'holds' && (
        <Asked query={holdsQuery(asked)} pending={<SkeletonRows />} onFirst={onFirst}>
          {(page, isStale) => (
            <>
              <HoldTable {...acting} holds={page.items} isStale={isStale} />
              {pager(page.nextCursor)}
            </>
          )}
        </Asked>
      )}
      {list === 'statement' && <StatementView {...props} onChange={change} />}
    </Panel>
  );
}

const partOf = { lots: 'lot', entries: 'entry', holds: 'hold' } as const;

interface Titled {
  readonly name: string;
  readonly t: TFunction;
}

function titleOf(list: WalletList, { name, t }: Titled): string {
  const wallet = { wallet: name };
  return list === 'statement' ? t('wallets.statement.title', wallet) : t(`wallets.${partOf[list]}.table`, wallet);
}

function pageOf({ cursor }: MemberSearch): { cursor?: string } {
  return cursor === undefined ? {} : { cursor };
}
