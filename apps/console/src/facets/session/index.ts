import { lazyRouteComponent } from '@tanstack/react-router';
import { installationQuery } from '../../api/queries.ts';
import { ensure } from '../../api/ensure.ts';
import { definePage } from '../../facet/page.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { factorsQuery, sessionsQuery } from './account/account-queries.ts';
import { UserMenu } from './menu/user-menu.tsx';
import { readSignInSearch } from './urls/search.ts';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';
import { sessionPaths } from './urls/paths.ts';

/** Who is signed in: the way in, the way out, and her account. */
export const sessionFacet: ConsoleFacet<'session', typeof en, typeof sessionPaths> = {
  name: 'session',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: sessionPaths,
  entrance: { path: '/sign-in', href: sessionPaths.signIn },
  pages: [
    definePage({
      path: '/sign-in',
      isPublic: true,
      title: (t) => t('session.signIn.title'),
      readSearch: readSignInSearch,
      Component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
      Pending: SectionPending,
    }),
  ],
  places: {
    topBar: [{ rank: 90, Component: UserMenu }],
    sections: [
      {
        area: 'settings',
        id: 'account',
        rank: 10,
        label: (t) => t('session.section'),
        load: ({ client }) =>
          Promise.all([
            ensure(client, installationQuery()),
            ensure(client, factorsQuery()),
            ensure(client, sessionsQuery()),
          ]),
        Component: lazyRouteComponent(() => import('./account/account.tsx'), 'Account'),
        Pending: SectionPending,
      },
    ],
  },
};
