import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { blockText, mergeText, releaseText, undoMergeText } from './member/decision-text.ts';
import { mergesQuery } from './member/merges-query.ts';
import { MergesPending } from './member/merges-pending.tsx';
import { identitiesPath } from './policies/identities-document.ts';
import { sharedQueries } from './shared/shared-queries.ts';
import type { ConsoleFacet, NoPaths } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';

/** Who is who: the identities of a member, what was merged into her, what many share, and the policies of each type. */
export const identityFacet: ConsoleFacet<'identity', typeof en, NoPaths> = {
  name: 'identity',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: {},
  places: {
    decisionTexts: [
      { rank: 30, command: 'merge', say: mergeText },
      { rank: 40, command: 'undoMerge', say: undoMergeText },
      { rank: 50, command: 'releaseIdentity', say: releaseText },
      { rank: 60, command: 'blockIdentity', say: blockText },
    ],
    sections: [
      {
        area: 'data',
        id: 'identities',
        rank: 35,
        label: (t) => t('identity.shared.section'),
        needs: 'members.merge',
        load: ({ client }) =>
          Promise.all([ensure(client, sharedQueries.shared()), ensure(client, sharedQueries.blocked())]),
        Component: lazyRouteComponent(() => import('./shared/shared-identities.tsx'), 'SharedIdentities'),
        Pending: SectionPending,
      },
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
