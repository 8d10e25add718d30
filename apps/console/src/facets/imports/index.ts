import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { importsQueries } from './files/imports-queries.ts';
import { readImportsSearch } from './urls/search.ts';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';
import { importsPaths } from './urls/paths.ts';

/** Files: what their columns mean, how far one has come, and those that were taken in. */
export const importsFacet: ConsoleFacet<'imports', typeof en, typeof importsPaths> = {
  name: 'imports',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: importsPaths,
  places: {
    firstSteps: [{ rank: 10, label: (t) => t('imports.firstStep'), href: importsPaths.imports() }],
    sections: [
      {
        area: 'data',
        id: 'imports',
        readSearch: readImportsSearch,
        rank: 40,
        label: (t) => t('imports.section'),
        needs: 'imports.read',
        load: ({ client, search }) => {
          const { id } = readImportsSearch(search);
          return Promise.all([
            ensure(client, importsQueries.list()),
            // One that is not there is told in its own panel, above the others.
            Promise.allSettled(id === undefined ? [] : [ensure(client, importsQueries.run(id))]),
          ]);
        },
        Component: lazyRouteComponent(() => import('./files/imports.tsx'), 'Imports'),
        Pending: SectionPending,
      },
    ],
  },
};
