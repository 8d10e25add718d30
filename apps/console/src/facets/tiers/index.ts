import { tiersFolder } from '@perennial/domain';
import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import { programQuery } from '../../stages/program-query.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { tierDecisions } from './acts/decision-text.ts';
import type { en } from './i18n/en.ts';
import { tiersQuery } from './asked/queries.ts';
import { tiersPaths, tiersTab } from './urls/paths.ts';
import { readLadderSearch } from './urls/search.ts';

/** The levels of members: the ladder with its people, where one stands and why, and the documents that say so. */
export const tiersFacet: ConsoleFacet<'tiers', typeof en, typeof tiersPaths> = {
  name: 'tiers',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: tiersPaths,
  places: {
    sections: [
      {
        area: 'loyalty',
        id: 'tiers',
        rank: 10,
        readSearch: readLadderSearch,
        label: (t) => t('tiers.ladder.title'),
        needs: 'program.rules',
        load: ({ client }) => ensure(client, programQuery()),
        Component: lazyRouteComponent(() => import('./ladder/ladder.tsx'), 'Ladder'),
        Pending: SectionPending,
      },
    ],
    decisionTexts: tierDecisions,
    memberMarks: [{ rank: 10, Component: lazyRouteComponent(() => import('./member/tier-mark.tsx'), 'TierMark') }],
    memberTabs: [
      {
        id: tiersTab,
        rank: 27,
        label: (t) => t('tiers.tab'),
        load: ({ client, memberId, asOf }) => ensure(client, tiersQuery(memberId, asOf)),
        Component: lazyRouteComponent(() => import('./member/member-tiers.tsx'), 'MemberTiersTab'),
        Pending: SectionPending,
      },
    ],
    programEditors: [
      {
        id: 'tiers',
        rank: 26,
        label: (t) => t('tiers.edit.tab'),
        mends: ({ document }) => document.startsWith(tiersFolder),
        Component: lazyRouteComponent(() => import('./rules/tiers-editor.tsx'), 'TiersEditor'),
        Pending: SectionPending,
      },
    ],
  },
};
