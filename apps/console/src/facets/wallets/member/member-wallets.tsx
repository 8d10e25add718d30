import { useSuspenseQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberProps } from '../../../facet/member-places.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { RouteLink } from '../../../ui/link.tsx';
import { readMemberSearch } from '../../members/urls/search.ts';
import { programPaths } from '../../program/urls/paths.ts';
import type { WalletAct } from '../acts/act.ts';
import { ActDialog } from '../acts/act-dialog.tsx';
import { walletsQuery } from '../asked/queries.ts';
import { WalletCard } from './wallet-card.tsx';
import { WalletLists } from './wallet-lists.tsx';
import './member-wallets.css';

/** What a member has in each wallet; of the one that is open its lots, entries, holds and statement. */
export function MemberWalletsTab({ profile, asOf }: MemberProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = usePageSearch(readMemberSearch);
  const { data } = useSuspenseQuery(walletsQuery(profile.id));
  const [act, setAct] = useState<WalletAct>();
  const open = data.wallets.find(({ wallet }) => wallet === search.wallet) ?? data.wallets[0];
  if (open === undefined) return <NoWallets />;
  const refusal = asOf === undefined ? undefined : t('asOf.refusal');
  const isLive = data.status === 'live';
  return (
    <div className="stack">
      {asOf !== undefined && (
        <Alert type="info" showIcon title={t('wallets.pastNote', { day: format.plainDate(asOf) })} />
      )}
      {!isLive && <Alert type="info" showIcon title={t('wallets.endedNote')} />}
      <div className="wallet-cards">
        {data.wallets.map((wallet) => (
          <WalletCard
            key={wallet.wallet}
            wallet={wallet}
            memberId={profile.id}
            search={search}
            asOfAt={data.asOfAt}
            isOpen={wallet === open}
            isLive={isLive}
            refusal={refusal}
            onAct={setAct}
          />
        ))}
      </div>
      <WalletLists
        wallet={open}
        memberId={profile.id}
        search={search}
        asOf={asOf}
        asOfAt={data.asOfAt}
        refusal={isLive ? refusal : t('wallets.endedNote')}
        onAct={setAct}
      />
      {act !== undefined && <ActDialog memberId={profile.id} act={act} onClose={() => setAct(undefined)} />}
    </div>
  );
}

function NoWallets() {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <p className="table-empty">
        {t('wallets.none')}{' '}
        <RouteLink href={programPaths.program({ tab: 'wallets' })}>{t('wallets.noneNext')}</RouteLink>
      </p>
    </section>
  );
}
