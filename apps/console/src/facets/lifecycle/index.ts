import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import { isWithin } from '../../editing/issues.ts';
import { settingsPath } from '../../editing/settings-document.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { presetsQuery } from './editor/presets-query.ts';
import { stagesTab } from './editor/stages-tab.ts';
import { OrdersPending, StageTablePending } from './member/pending.tsx';
import { explanationQuery, ordersQuery, stagesQuery } from './member/queries.ts';
import { overviewQueries } from './overview/overview-queries.ts';
import { overviewQuestions } from './overview/overview-questions.ts';
import type { ConsoleFacet, NoPaths } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';

/** Activity and stages: how members stand and move, why, what they bought, and the editor of what decides it. */
export const lifecycleFacet: ConsoleFacet<'lifecycle', typeof en, NoPaths> = {
  name: 'lifecycle',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: {},
  places: {
    overviewControls: [
      {
        rank: 10,
        Component: lazyRouteComponent(() => import('./overview/lifecycle-choice.tsx'), 'LifecycleChoice'),
      },
    ],
    overviewPanels: [
      {
        rank: 10,
        span: 12,
        load: (client, view) => ensure(client, overviewQueries.stages(overviewQuestions(view).stages)),
        Component: lazyRouteComponent(() => import('./overview/stage-strip.tsx'), 'StageStrip'),
      },
      {
        rank: 20,
        span: 8,
        load: (client, view) => ensure(client, overviewQueries.series(overviewQuestions(view).past)),
        Component: lazyRouteComponent(() => import('./overview/stage-series-chart.tsx'), 'StageSeriesChart'),
      },
      {
        rank: 30,
        span: 4,
        load: (client, view) => ensure(client, overviewQueries.upcoming(overviewQuestions(view).upcoming)),
        Component: lazyRouteComponent(() => import('./overview/upcoming/upcoming-panel.tsx'), 'UpcomingPanel'),
      },
      {
        rank: 40,
        span: 7,
        load: (client, view) => ensure(client, overviewQueries.flows(overviewQuestions(view).flows)),
        Component: lazyRouteComponent(() => import('./overview/flow-chart.tsx'), 'FlowChart'),
      },
      {
        rank: 50,
        span: 5,
        load: (client, view) => ensure(client, overviewQueries.movements(overviewQuestions(view).past)),
        Component: lazyRouteComponent(() => import('./overview/movement-chart.tsx'), 'MovementChart'),
      },
      {
        rank: 60,
        span: 12,
        load: (client, view) => {
          const { past, sales } = overviewQuestions(view);
          return Promise.all([past, sales].map((query) => ensure(client, overviewQueries.sales(query))));
        },
        Component: lazyRouteComponent(() => import('./overview/sales-chart.tsx'), 'SalesChart'),
      },
    ],
    memberHeads: [
      {
        rank: 10,
        load: ({ client, memberId }) => ensure(client, stagesQuery(memberId)),
        Component: lazyRouteComponent(() => import('./member/member-stages.tsx'), 'MemberStages'),
      },
    ],
    memberCards: [
      {
        rank: 10,
        load: ({ client, memberId, asOf }) => ensure(client, explanationQuery(memberId, asOf)),
        Component: lazyRouteComponent(() => import('./member/lifecycle-why.tsx'), 'LifecycleWhys'),
      },
    ],
    memberTabs: [
      {
        id: 'orders',
        rank: 30,
        label: (t) => t('lifecycle.member.tab.orders'),
        load: ({ client, memberId }) => client.infiniteQuery({ ...ordersQuery(memberId), staleTime: 'static' }),
        Component: lazyRouteComponent(() => import('./member/orders.tsx'), 'Orders'),
        Pending: OrdersPending,
      },
      {
        id: 'stages',
        rank: 40,
        label: (t) => t('lifecycle.member.tab.stages'),
        load: ({ client, memberId }) => ensure(client, stagesQuery(memberId)),
        Component: lazyRouteComponent(() => import('./member/stage-table.tsx'), 'StageTable'),
        Pending: StageTablePending,
      },
    ],
    programEditors: [
      {
        id: stagesTab,
        rank: 10,
        label: (t) => t('lifecycle.tab.stages'),
        mends: ({ document }) => document.startsWith('lifecycles/'),
        load: (client) => ensure(client, presetsQuery()),
        Component: lazyRouteComponent(() => import('./editor/stages-editor.tsx'), 'StagesEditor'),
        Pending: SectionPending,
      },
      {
        id: 'metrics',
        rank: 20,
        label: (t) => t('lifecycle.tab.metrics'),
        mends: ({ document, path }) => document === settingsPath && isWithin(path, 'metrics'),
        Component: lazyRouteComponent(() => import('./metrics/named-metrics.tsx'), 'NamedMetrics'),
        Pending: SectionPending,
      },
    ],
    programSides: [
      { rank: 10, Component: lazyRouteComponent(() => import('./editor/preview-panel.tsx'), 'PreviewPanel') },
    ],
  },
};
