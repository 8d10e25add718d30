import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { policyQuery, usersQuery } from './list/users-queries.ts';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';
import { usersPaths } from './urls/paths.ts';

/** Who may use the console, and in which role. */
export const usersFacet: ConsoleFacet<'users', typeof en, typeof usersPaths> = {
  name: 'users',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: usersPaths,
  places: {
    sections: [
      {
        area: 'settings',
        id: 'users',
        rank: 20,
        label: (t) => t('users.section'),
        needs: 'users.manage',
        load: ({ client }) => Promise.all([ensure(client, usersQuery()), ensure(client, policyQuery())]),
        Component: lazyRouteComponent(() => import('./list/users.tsx'), 'Users'),
        Pending: SectionPending,
      },
    ],
  },
};
