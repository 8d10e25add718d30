import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { mentionsQuery } from './mentions/mentions-query.ts';
import { quarantineQueries, reasonsShown, statusOf } from './list/quarantine-queries.ts';
import { readQuarantineSearch } from './urls/search.ts';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';
import { quarantinePaths } from './urls/paths.ts';

/** Facts that did not fit their schema: why, repaired, and tried again. */
export const quarantineFacet: ConsoleFacet<'quarantine', typeof en, typeof quarantinePaths> = {
  name: 'quarantine',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: quarantinePaths,
  places: {
    sections: [
      {
        area: 'data',
        id: 'quarantine',
        readSearch: readQuarantineSearch,
        rank: 30,
        label: (t) => t('quarantine.section'),
        needs: 'quarantine.read',
        load: ({ client, search: raw }) => {
          const search = readQuarantineSearch(raw);
          const { reason, code, until, cursor } = search;
          const status = statusOf(search);
          // What is refused is told under the filters, which can be changed.
          return Promise.allSettled([
            ensure(client, quarantineQueries.list({ status, reason, code, until, cursor })),
            status === 'waiting' ? ensure(client, quarantineQueries.reasons(reasonsShown)) : undefined,
          ]);
        },
        Component: lazyRouteComponent(() => import('./list/quarantine.tsx'), 'Quarantine'),
        Pending: SectionPending,
      },
      {
        area: 'data',
        id: 'mentions',
        rank: 32,
        label: (t) => t('quarantine.mentions.section'),
        needs: 'members.erase',
        load: ({ client }) => ensure(client, mentionsQuery()),
        Component: lazyRouteComponent(() => import('./mentions/mentions.tsx'), 'Mentions'),
        Pending: SectionPending,
      },
    ],
  },
};
