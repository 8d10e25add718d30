import { lazyRouteComponent } from '@tanstack/react-router';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { readReferenceSearch } from './urls/search.ts';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';
import { referencePaths } from './urls/paths.ts';

/** What facts refer to: products, stores, staff and currency rates, each with its versions. */
export const referenceFacet: ConsoleFacet<'reference', typeof en, typeof referencePaths> = {
  name: 'reference',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: referencePaths,
  places: {
    sections: [
      {
        area: 'data',
        id: 'reference',
        readSearch: readReferenceSearch,
        rank: 50,
        label: (t) => t('reference.section'),
        needs: 'reference.read',
        load: async (ask) => Promise.allSettled([(await import('./entries/load-entries.ts')).loadEntries(ask)]),
        Component: lazyRouteComponent(() => import('./entries/reference.tsx'), 'Reference'),
        Pending: SectionPending,
      },
    ],
  },
};
