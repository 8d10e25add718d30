import { useSuspenseQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberProps } from '../../../facet/member-places.ts';
import { usePageParams } from '../../../facet/use-page-params.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { usePlaces } from '../../../facet/use-places.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { AsOfControl } from '../../../ui/as-of-control.tsx';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Loaded } from '../../../ui/loading/loaded.tsx';
import { memberName } from '../../../ui/member-name.tsx';
import { Page } from '../../../ui/page.tsx';
import { SectionTabs } from '../../../ui/section-tabs.tsx';
import { SkeletonBlock } from '../../../ui/skeleton.tsx';
import { Switched } from '../../../ui/loading/switched.tsx';
import { membersPaths } from '../urls/paths.ts';
import { readMemberSearch, withNothingOpen } from '../urls/search.ts';
import type { MemberSearch } from '../urls/search.ts';
import { MemberActions } from './member-actions.tsx';
import { memberQueries } from './member-queries.ts';

/** One member, whole: who she is, where she stands and why, and everything that happened. */
export function MemberPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const go = useGo();
  const { memberHeads, memberTabs } = usePlaces();
  const { memberId = '' } = usePageParams();
  const search = usePageSearch(readMemberSearch);
  // Everything stays of the day before until all of it is there for the next, so that no two parts are of different days.
  const asOf = useDeferredValue(search.asOf);
  const { data: profile } = useSuspenseQuery(memberQueries.profile(memberId, asOf));
  const tab = memberTabs.find(({ id }) => id === search.tab) ?? memberTabs[0];
  const change = (next: MemberSearch) => go(membersPaths.member(memberId, next));
  const { asOf: _, ...withoutAsOf } = search;
  return (
    <Page
      title={memberName(profile)}
      isStale={asOf !== search.asOf}
      lead={
        <>
          {t('members.one.joined', { day: format.day(profile.joinedAt) })} · <code>{profile.id}</code>
          {profile.isUnreadable && <> · {t('members.unreadableNote')}</>}
        </>
      }
      controls={
        <>
          <MemberActions profile={profile} />
          <AsOfControl
            value={search.asOf}
            onChange={(day) => change(day === undefined ? withoutAsOf : { ...search, asOf: day })}
          />
        </>
      }
    >
      <StatusNotices profile={profile} />
      {memberHeads.map(({ rank, Component }) => (
        <Loaded key={rank} pending={<SkeletonBlock height={120} />}>
          <Component profile={profile} asOf={asOf} />
        </Loaded>
      ))}
      <div>
        <SectionTabs
          active={tab?.id ?? ''}
          onChange={(id) => change({ ...withNothingOpen(search), tab: id })}
          items={memberTabs.map(({ id, label }) => ({ key: id, label: label(t) }))}
        />
        {tab !== undefined && (
          <Switched thing={tab} pending={<tab.Pending />}>
            {(shownTab) => <shownTab.Component profile={profile} asOf={asOf} />}
          </Switched>
        )}
      </div>
    </Page>
  );
}

function StatusNotices({ profile }: Pick<MemberProps, 'profile'>) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {profile.isHistory && (
        <Alert type="info" showIcon title={t('members.one.past', { at: format.instant(profile.asOfAt) })} />
      )}
      {profile.status === 'absorbed' && (
        <Alert
          type="warning"
          showIcon
          title={t('members.one.absorbed')}
          action={
            profile.mergedInto !== null && (
              <RouteLink href={membersPaths.member(profile.mergedInto)}>{t('members.one.openSurvivor')}</RouteLink>
            )
          }
        />
      )}
      {profile.status === 'erased' && <Alert type="warning" showIcon title={t('members.one.erased')} />}
      {profile.isSharedCard && <Alert type="info" showIcon title={t('members.one.sharedCard')} />}
    </>
  );
}
