import { UsergroupAddOutlined } from '@ant-design/icons';
import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import { fieldsQuery } from '../../api/queries.ts';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import { definePage } from '../../facet/page.ts';
import type { PageAsk } from '../../facet/page.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { segmentQueries } from './asked/segment-queries.ts';
import type { en } from './i18n/en.ts';
import { segmentsPaths } from './urls/paths.ts';
import { readNewSegmentSearch, readSegmentSearch, readSegmentsSearch } from './urls/search.ts';

async function sendForFields({ client, session }: Pick<PageAsk, 'client' | 'session'>): Promise<void> {
  if (session.capabilities.includes('program.read')) await Promise.allSettled([ensure(client, fieldsQuery())]);
}

/** Whom a condition means: built with the number in sight, saved in versions, and opened as the list of just these. */
export const segmentsFacet: ConsoleFacet<'segments', typeof en, typeof segmentsPaths> = {
  name: 'segments',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: segmentsPaths,
  nav: {
    rank: 25,
    href: segmentsPaths.segments(),
    key: 'e',
    label: (t) => t('segments.nav'),
    Icon: UsergroupAddOutlined,
    needs: ['segments.read'],
  },
  pages: [
    definePage({
      path: '/segments',
      title: (t) => t('segments.title'),
      readSearch: readSegmentsSearch,
      load: (ask) =>
        Promise.all([sendForFields(ask), Promise.allSettled([ensure(ask.client, segmentQueries.list(ask.search))])]),
      Component: lazyRouteComponent(() => import('./list/segments-page.tsx'), 'SegmentsPage'),
      Pending: SectionPending,
    }),
    definePage({
      path: '/segments/new',
      title: (t) => t('segments.new'),
      readSearch: readNewSegmentSearch,
      load: sendForFields,
      Component: lazyRouteComponent(() => import('./one/new-segment-page.tsx'), 'NewSegmentPage'),
      Pending: SectionPending,
    }),
    definePage({
      path: '/segments/$segmentId',
      title: (t) => t('segments.one'),
      readSearch: readSegmentSearch,
      load: (ask) =>
        Promise.all([ensure(ask.client, segmentQueries.one(ask.params['segmentId'] ?? '')), sendForFields(ask)]),
      Component: lazyRouteComponent(() => import('./one/segment-page.tsx'), 'SegmentPage'),
      Pending: SectionPending,
    }),
  ],
};
