import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import { readExplorerSearch } from './urls/search.ts';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import type { en } from './i18n/en.ts';
import { documentQuery } from './page/explorer-query.ts';
import { explorerPaths } from './urls/paths.ts';

/** What programs may ask of the server, for those who write them. */
export const explorerFacet: ConsoleFacet<'explorer', typeof en, typeof explorerPaths> = {
  name: 'explorer',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: explorerPaths,
  places: {
    sections: [
      {
        area: 'settings',
        id: 'api',
        readSearch: readExplorerSearch,
        rank: 50,
        label: (t) => t('explorer.section'),
        needs: 'keys.read',
        load: ({ client }) => ensure(client, documentQuery()),
        Component: lazyRouteComponent(() => import('./page/explorer.tsx'), 'Explorer'),
        Pending: SectionPending,
      },
    ],
  },
};
