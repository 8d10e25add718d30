import { DashboardOutlined } from '@ant-design/icons';
import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import { installationQuery } from '../../api/queries.ts';
import { definePage } from '../../facet/page.ts';
import { loadChartCanvas } from '../../ui/chart/load-chart-canvas.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { createOverviewView } from './page/overview-view.ts';
import { readOverviewSearch } from './urls/search.ts';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';
import { overviewPaths } from './urls/paths.ts';

/** The first page of the morning: a frame of period and day, which the other facets fill. */
export const overviewFacet: ConsoleFacet<'overview', typeof en, typeof overviewPaths> = {
  name: 'overview',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: overviewPaths,
  nav: {
    rank: 10,
    href: overviewPaths.overview(),
    key: 'o',
    label: (t) => t('overview.nav'),
    Icon: DashboardOutlined,
    needs: ['overview.read'],
  },
  pages: [
    definePage({
      path: '/overview',
      showsLifecycleInForce: true,
      title: (t) => t('overview.title'),
      readSearch: readOverviewSearch,
      load: async ({ client, places, search }) => {
        const { zone } = await ensure(client, installationQuery());
        const view = createOverviewView({ ...search, zone, nowMs: Date.now() });
        // Sent for while the page is on its way; each panel waits for its own, and shows what failed.
        for (const { load } of places.overviewPanels) void Promise.allSettled([load(client, view)]);
      },
      code: ({ overviewPanels, overviewControls }) => [
        ...overviewControls.map(({ Component }) => Component),
        ...overviewPanels.map(({ Component }) => Component),
      ],
      Component: lazyRouteComponent(() => {
        // The page shows charts as soon as it has figures: their library comes beside it, not after.
        void Promise.allSettled([loadChartCanvas()]);
        return import('./page/overview-page.tsx');
      }, 'OverviewPage'),
      Pending: SectionPending,
    }),
  ],
};
