import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { useSession } from '../../../reader/session.ts';
import { useLifecycle } from '../../../stages/use-lifecycle.ts';
import { AsOfControl } from '../../../ui/as-of-control.tsx';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Asked } from '../../../ui/loading/asked.tsx';
import { Page } from '../../../ui/page.tsx';
import { isOlder, mendAddress } from '../urls/older-address.ts';
import { membersPaths } from '../urls/paths.ts';
import { readMembersSearch } from '../urls/search.ts';
import type { MembersSearch, OlderMembersSearch } from '../urls/search.ts';
import { searchQuery } from './list-queries.ts';
import { MemberList } from './member-list.tsx';
import { MembersPending } from './members-pending.tsx';
import { SearchResults } from './search-results.tsx';
import './members.css';

/** The list of members: searched by name, order or any identity, or filtered, sorted and paged by the server. */
export function MembersPage() {
  const { t } = useTranslation();
  const go = useGo();
  const search = usePageSearch(readMembersSearch);
  const lifecycle = useLifecycle(search.lifecycle);
  const seesTags = useSession().capabilities.includes('overview.read');
  const change = (next: MembersSearch) => go(membersPaths.members(next));
  // Another day is another question, of what is known now.
  const { asOf, cursor: _, known: __, ...withoutDay } = search;
  return (
    <Page
      title={t('members.title')}
      controls={
        <>
          {seesTags && <RouteLink href={membersPaths.tags()}>{t('members.tags.title')}</RouteLink>}
          <AsOfControl
            value={asOf}
            onChange={(day) => change(day === undefined ? withoutDay : { ...withoutDay, asOf: day })}
          />
        </>
      }
    >
      {search.q === undefined && isOlder(search) && <Mended search={search} />}
      {search.q === undefined && !isOlder(search) && (
        <MemberList search={search} lifecycle={lifecycle} onChange={change} />
      )}
      {search.q !== undefined && (
        <Asked key={search.q} query={searchQuery(search.q)} pending={<MembersPending />}>
          {({ items, namesWaiting }) => (
            <SearchResults
              q={search.q ?? ''}
              hits={items}
              namesWaiting={namesWaiting}
              lifecycle={lifecycle}
              asOf={asOf}
            />
          )}
        </Asked>
      )}
    </Page>
  );
}

/** The lifecycle of a program that cannot be read. */
const usualLifecycle = 'main';

/** An address from before filters were conditions is replaced by the same in conditions. */
function Mended({ search }: { readonly search: OlderMembersSearch }) {
  const { document } = useLifecycle(search.lifecycle);
  const go = useGo();
  const mended = membersPaths.members(mendAddress(search, document?.id ?? search.lifecycle ?? usualLifecycle));
  useEffect(() => go(mended, { replace: true }), [go, mended]);
  return <MembersPending />;
}
