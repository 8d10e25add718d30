import { earningFolder, walletsFolder } from '@perennial/domain';
import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { approvalsQuery } from './approvals/approvals-query.ts';
import type { en } from './i18n/en.ts';
import { expiringQuery } from './expiring/expiring-query.ts';
import { MemberWalletsPending } from './member/pending.tsx';
import { walletsQuery } from './asked/queries.ts';
import { walletDecisions } from './said/decision-text.ts';
import { rehearsalTab, walletsPaths, walletsTab } from './urls/paths.ts';
import { readApprovalsSearch } from './urls/search.ts';

/** What members have in their wallets, and what is done about it; the documents that say what they earn. */
export const walletsFacet: ConsoleFacet<'wallets', typeof en, typeof walletsPaths> = {
  name: 'wallets',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: walletsPaths,
  places: {
    sections: [
      {
        area: 'loyalty',
        id: 'expiring',
        rank: 15,
        label: (t) => t('wallets.expiring.title'),
        needs: 'overview.read',
        load: ({ client }) => ensure(client, expiringQuery()),
        Component: lazyRouteComponent(() => import('./expiring/expiring-units.tsx'), 'ExpiringUnits'),
        Pending: SectionPending,
      },
      {
        area: 'loyalty',
        id: 'approvals',
        rank: 20,
        readSearch: readApprovalsSearch,
        label: (t) => t('wallets.approvals.title'),
        needs: 'wallet.adjust',
        load: ({ client, search }) => ensure(client, approvalsQuery(readApprovalsSearch(search))),
        Component: lazyRouteComponent(() => import('./approvals/approvals-list.tsx'), 'ApprovalsList'),
        Pending: SectionPending,
      },
    ],
    decisionTexts: walletDecisions,
    programEditors: [
      {
        id: 'wallets',
        rank: 22,
        label: (t) => t('wallets.edit.walletsTab'),
        mends: ({ document }) => document.startsWith(walletsFolder),
        Component: lazyRouteComponent(() => import('./rules/wallets-editor.tsx'), 'WalletsEditor'),
        Pending: SectionPending,
      },
      {
        id: 'earning',
        rank: 24,
        label: (t) => t('wallets.edit.rulesTab'),
        mends: ({ document }) => document.startsWith(earningFolder),
        Component: lazyRouteComponent(() => import('./earning/earning-editor.tsx'), 'EarningEditor'),
        Pending: SectionPending,
      },
      {
        id: rehearsalTab,
        rank: 28,
        label: (t) => t('wallets.rehearsal.tab'),
        mends: () => false,
        isWide: true,
        Component: lazyRouteComponent(() => import('./rehearsal/rehearsal-editor.tsx'), 'RehearsalEditor'),
        Pending: SectionPending,
      },
    ],
    memberTabs: [
      {
        id: walletsTab,
        rank: 25,
        label: (t) => t('wallets.tab'),
        load: ({ client, memberId }) => ensure(client, walletsQuery(memberId)),
        Component: lazyRouteComponent(() => import('./member/member-wallets.tsx'), 'MemberWalletsTab'),
        Pending: MemberWalletsPending,
      },
    ],
  },
};
