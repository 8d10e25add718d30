import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { Freshness } from './tail/freshness.tsx';
import { tailQuery } from './tail/tail-query.ts';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';
import { factsPaths } from './urls/paths.ts';

/** The facts themselves: the newest as they come, and how far the counts trail behind them. */
export const factsFacet: ConsoleFacet<'facts', typeof en, typeof factsPaths> = {
  name: 'facts',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: factsPaths,
  places: {
    topBar: [{ rank: 50, Component: Freshness }],
    sections: [
      {
        area: 'data',
        id: 'live',
        rank: 20,
        label: (t) => t('facts.section'),
        needs: 'facts.read',
        load: ({ client }) => ensure(client, tailQuery('')),
        Component: lazyRouteComponent(() => import('./tail/live.tsx'), 'Live'),
        Pending: SectionPending,
      },
    ],
  },
};
