import { TeamOutlined } from '@ant-design/icons';
import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import { fieldsQuery } from '../../api/queries.ts';
import type { MemberPart } from '../../facet/member-places.ts';
import { definePage } from '../../facet/page.ts';
import type { Places } from '../../facet/places.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { listQuery, pageQueryOf, searchQuery } from './list/list-queries.ts';
import { MembersPending } from './list/members-pending.tsx';
import { memberQueries } from './one/member-queries.ts';
import { MemberPending, TimelinePending } from './one/member-pending.tsx';
import { MemberSearch, memberSearchInputId } from './search/member-search.tsx';
import { isOlder } from './urls/older-address.ts';
import { tagsQuery } from './tags/tag-queries.ts';
import { canBeAsked, readMemberSearch, readMembersSearch, readTagsSearch } from './urls/search.ts';
import type { MemberSearch as OneSearch } from './urls/search.ts';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';
import { membersPaths } from './urls/paths.ts';

const summaryTab = 'summary';

/** What is shown of a member beside her profile: the heads, the tab of the address, and with the summary its cards. */
function partsOf({ memberHeads, memberTabs, memberCards }: Places, search: OneSearch): readonly MemberPart[] {
  const tab = memberTabs.find(({ id }) => id === search.tab) ?? memberTabs.find(({ id }) => id === summaryTab);
  return [...memberHeads, ...(tab === undefined ? [] : [tab]), ...(tab?.id === summaryTab ? memberCards : [])];
}

/** The people: found, listed, and each of them whole. */
export const membersFacet: ConsoleFacet<'members', typeof en, typeof membersPaths> = {
  name: 'members',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: membersPaths,
  nav: {
    rank: 20,
    href: membersPaths.members(),
    key: 'm',
    label: (t) => t('members.nav'),
    Icon: TeamOutlined,
    needs: ['members.read'],
  },
  pages: [
    definePage({
      path: '/members',
      showsLifecycleInForce: true,
      title: (t) => t('members.title'),
      readSearch: readMembersSearch,
      load: async ({ client, search, session }) => {
        if (search.q !== undefined) return ensure(client, searchQuery(search.q));
        // What an older address asks is known only once it is mended. A refused list is shown under its filters.
        const isReader = session.capabilities.includes('program.read');
        return Promise.allSettled([
          ...(isReader ? [ensure(client, fieldsQuery())] : []),
          ...(isOlder(search) || !canBeAsked(search) ? [] : [ensure(client, listQuery(pageQueryOf(search)))]),
        ]);
      },
      Component: lazyRouteComponent(() => import('./list/members-page.tsx'), 'MembersPage'),
      Pending: MembersPending,
    }),
    definePage({
      path: '/members/tags',
      title: (t) => t('members.tags.title'),
      readSearch: readTagsSearch,
      load: ({ client, search }) => ensure(client, tagsQuery(search.cursor)),
      Component: lazyRouteComponent(() => import('./tags/tags-page.tsx'), 'TagsPage'),
      Pending: SectionPending,
    }),
    definePage({
      path: '/members/$memberId',
      showsLifecycleInForce: true,
      title: (t) => t('members.one.title'),
      readSearch: readMemberSearch,
      load: async ({ client, places, params, search, session }) => {
        const ask = { client, memberId: params['memberId'] ?? '', asOf: search.asOf };
        const isReader = session.capabilities.includes('program.read');
        const parts = [
          ...(isReader ? [ensure(client, fieldsQuery())] : []),
          ...partsOf(places, search).map(({ load }) => load(ask)),
        ];
        // What a part could not be told is shown by it; without the profile there is no page.
        await Promise.all([ensure(client, memberQueries.profile(ask.memberId, ask.asOf)), Promise.allSettled(parts)]);
      },
      code: (places, search) =>
        [...partsOf(places, search), ...places.memberLists, ...places.memberMarks].map(({ Component }) => Component),
      Component: lazyRouteComponent(() => import('./one/member-page.tsx'), 'MemberPage'),
      Pending: MemberPending,
    }),
  ],
  places: {
    topBar: [
      {
        rank: 10,
        Component: MemberSearch,
        search: { inputId: memberSearchInputId, label: (t) => t('members.search.label') },
      },
    ],
    memberHeads: [
      {
        rank: 5,
        load: async () => {},
        Component: lazyRouteComponent(() => import('./one/till/till-facts.tsx'), 'TillFacts'),
      },
    ],
    memberTabs: [
      {
        id: summaryTab,
        rank: 10,
        label: (t) => t('members.one.tab.summary'),
        load: async () => {},
        Component: lazyRouteComponent(() => import('./one/summary.tsx'), 'Summary'),
        Pending: SectionPending,
      },
      {
        id: 'timeline',
        rank: 20,
        label: (t) => t('members.one.tab.timeline'),
        load: ({ client, memberId, asOf }) =>
          client.infiniteQuery({ ...memberQueries.timeline(memberId, asOf), staleTime: 'static' }),
        Component: lazyRouteComponent(() => import('./one/timeline.tsx'), 'Timeline'),
        Pending: TimelinePending,
      },
    ],
  },
};
