import { AccountBookOutlined } from '@ant-design/icons';
import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import { definePage } from '../../facet/page.ts';
import { programQuery } from '../../stages/program-query.ts';
import { loadChartCanvas } from '../../ui/chart/load-chart-canvas.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import type { en } from './i18n/en.ts';
import { liabilityPaths } from './urls/paths.ts';
import { readLiabilitySearch } from './urls/search.ts';

/** What the brand owes its members for units of their wallets, in units and in money, with the entries for the books. */
export const liabilityFacet: ConsoleFacet<'liability', typeof en, typeof liabilityPaths> = {
  name: 'liability',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: liabilityPaths,
  nav: {
    rank: 37,
    href: liabilityPaths.liability(),
    key: 'b',
    label: (t) => t('liability.nav'),
    Icon: AccountBookOutlined,
    needs: ['wallet.liability'],
  },
  pages: [
    definePage({
      path: '/liability',
      title: (t) => t('liability.title'),
      readSearch: readLiabilitySearch,
      load: ({ client }) => ensure(client, programQuery()),
      Component: lazyRouteComponent(() => {
        void Promise.allSettled([loadChartCanvas()]);
        return import('./page/liability-page.tsx');
      }, 'LiabilityPage'),
      Pending: SectionPending,
    }),
  ],
};
