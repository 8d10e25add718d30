import { ApartmentOutlined } from '@ant-design/icons';
import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import { fieldsQuery } from '../../api/queries.ts';
import { settingsPath } from '../../editing/settings-document.ts';
import { definePage } from '../../facet/page.ts';
import { programQuery } from '../../stages/program-query.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { programQueries } from './page/program-queries.ts';
import { statisticsPath } from './settings/statistics-document.ts';
import { readProgramSearch } from './urls/search.ts';
import { loadVersions } from './versions/version-queries.ts';
import { VersionsPending } from './versions/versions-pending.tsx';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';
import { programPaths } from './urls/paths.ts';

/** The documents of the program: one working copy that every editor changes, its drafts, its versions, and publishing. */
export const programFacet: ConsoleFacet<'program', typeof en, typeof programPaths> = {
  name: 'program',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: programPaths,
  nav: {
    rank: 30,
    href: programPaths.program(),
    key: 'l',
    label: (t) => t('program.nav'),
    Icon: ApartmentOutlined,
    needs: ['program.rules'],
  },
  pages: [
    definePage({
      path: '/lifecycle',
      title: (t) => t('program.pageTitle'),
      readSearch: readProgramSearch,
      load: ({ client, places: { programEditors, programRecords }, search }) => {
        const tab = [...programEditors, ...programRecords].find(({ id }) => id === search.tab) ?? programEditors[0];
        return Promise.all([
          ensure(client, programQuery()),
          ensure(client, programQueries.drafts()),
          ensure(client, fieldsQuery()),
          search.draft === undefined ? undefined : ensure(client, programQueries.draft(search.draft)),
          tab?.load?.(client, search),
        ]);
      },
      code: ({ programEditors, programRecords, programSides }, search) => {
        const tab = [...programEditors, ...programRecords].find(({ id }) => id === search.tab) ?? programEditors[0];
        return [...programSides.map(({ Component }) => Component), ...(tab === undefined ? [] : [tab.Component])];
      },
      Component: lazyRouteComponent(() => import('./page/program-page.tsx'), 'ProgramPage'),
      Pending: SectionPending,
    }),
  ],
  places: {
    programEditors: [
      {
        id: 'settings',
        rank: 30,
        label: (t) => t('program.tab.settings'),
        mends: ({ document }) => document === settingsPath || document === statisticsPath,
        Component: lazyRouteComponent(() => import('./settings/general-settings.tsx'), 'GeneralSettings'),
        Pending: SectionPending,
      },
    ],
    programRecords: [
      {
        id: 'versions',
        rank: 50,
        label: (t) => t('program.tab.versions'),
        load: loadVersions,
        Component: lazyRouteComponent(() => import('./versions/versions.tsx'), 'Versions'),
        Pending: VersionsPending,
      },
    ],
  },
};
