import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { keysQuery, sourcesQuery } from './table/key-queries.ts';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import { numberSpacesPath, sourcesPath } from './numbers/source-documents.ts';
import type { en } from './i18n/en.ts';
import { keysPaths } from './urls/paths.ts';

/** Keys of sources that send facts, and of programs that read and act; what the program says of sources. */
export const keysFacet: ConsoleFacet<'keys', typeof en, typeof keysPaths> = {
  name: 'keys',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: keysPaths,
  places: {
    firstSteps: [{ rank: 20, label: (t) => t('keys.sources.firstStep'), href: keysPaths.sources() }],
    programEditors: [
      {
        id: 'sources',
        rank: 45,
        label: (t) => t('keys.numbers.tab'),
        mends: ({ document }) => document === numberSpacesPath || document === sourcesPath,
        load: (client) => ensure(client, sourcesQuery()),
        Component: lazyRouteComponent(() => import('./numbers/source-settings.tsx'), 'SourceSettings'),
        Pending: SectionPending,
      },
    ],
    sections: [
      {
        area: 'data',
        id: 'sources',
        rank: 10,
        label: (t) => t('keys.sources.section'),
        needs: 'keys.read',
        load: ({ client }) => Promise.all([ensure(client, sourcesQuery()), ensure(client, keysQuery('write'))]),
        Component: lazyRouteComponent(() => import('./sources/sources.tsx'), 'Sources'),
        Pending: SectionPending,
      },
      {
        area: 'settings',
        id: 'keys',
        rank: 30,
        label: (t) => t('keys.api.section'),
        needs: 'keys.read',
        load: ({ client }) => ensure(client, keysQuery('api')),
        Component: lazyRouteComponent(() => import('./table/api-keys.tsx'), 'ApiKeys'),
        Pending: SectionPending,
      },
    ],
  },
};
