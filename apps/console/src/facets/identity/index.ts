import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { mergeText, undoMergeText } from './member/decision-text.ts';
import { mergesQuery } from './member/merges-query.ts';
import { MergesPending } from './member/merges-pending.tsx';
import { identitiesPath } from './policies/identities-document.ts';
import type { ConsoleFacet, NoPaths } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';

/** Who is who: the identities of a member, what was merged into her, and the policies of each type. */
export const identityFacet: ConsoleFacet<'identity', typeof en, NoPaths> = {
  name: 'identity',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: {},
  places: {
    decisionTexts: [
      { rank: 30, command: 'merge', say: mergeText },
      { rank: 40, command: 'undoMerge', say: undoMergeText },
    ],
    memberLists: [{ rank: 10, Component: lazyRouteComponent(() => import('./member/identities.tsx'), 'Identities') }],
    memberTabs: [
      {
        id: 'merges',
        rank: 50,
        label: (t) => t('identity.merges.tab'),
        load: ({ client, memberId }) => ensure(client, mergesQuery(memberId)),
        Component: lazyRouteComponent(() => import('./member/merges.tsx'), 'Merges'),
        Pending: MergesPending,
      },
    ],
    programEditors: [
      {
        id: 'identities',
        rank: 40,
        label: (t) => t('identity.policies.tab'),
        mends: ({ document }) => document === identitiesPath,
        Component: lazyRouteComponent(() => import('./policies/identity-policies.tsx'), 'IdentityPolicies'),
        Pending: SectionPending,
      },
    ],
  },
};
