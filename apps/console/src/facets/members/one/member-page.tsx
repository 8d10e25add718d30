import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { Alert, Tabs } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { useLifecycles } from '../../../stages/use-lifecycle.ts';
import { AsOfControl } from '../../../ui/as-of-control.tsx';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { memberName } from '../../../ui/member-name.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonBlock } from '../../../ui/skeleton.tsx';
import { paths } from '../../../urls/paths.ts';
import { readMemberSearch } from '../../../urls/search.ts';
import { MemberActions } from './member-actions.tsx';
import { memberQueries } from './member-queries.ts';
import type { Profile } from './member-queries.ts';
import { MemberStages } from '../../lifecycle/member/member-stages.tsx';
import { Summary } from './summary.tsx';
import './member.css';

const Timeline = lazy(async () => ({ default: (await import('./timeline.tsx')).Timeline }));
const Orders = lazy(async () => ({ default: (await import('../../lifecycle/member/orders.tsx')).Orders }));
const StageTable = lazy(async () => ({ default: (await import('../../lifecycle/member/stage-table.tsx')).StageTable }));
const Merges = lazy(async () => ({ default: (await import('../../identity/member/merges.tsx')).Merges }));

const tabs = ['summary', 'timeline', 'orders', 'stages', 'merges'] as const;
type Tab = (typeof tabs)[number];

/** One member, whole: who she is, where she stands and why, and everything that happened. */
export function MemberPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const go = useGo();
  const { memberId = '' } = useParams({ strict: false });
  const search = readMemberSearch(useSearch({ strict: false }));
  const { data, error, refetch } = useQuery(memberQueries.profile(memberId, search.asOf));
  const tab = tabs.find((one) => one === search.tab) ?? 'summary';
  const change = (next: typeof search) => go(paths.member(memberId, next), { replace: true });
  const title = data === undefined ? t('members.one.title') : memberName(data);
  const { asOf: _, ...withoutAsOf } = search;
  return (
    <Page
      title={title}
      lead={
        data === undefined ? undefined : (
          <>
            {t('members.one.joined', { day: format.day(data.joinedAt) })} · <code>{data.id}</code>
          </>
        )
      }
      controls={
        <>
          {data !== undefined && <MemberActions profile={data} />}
          <AsOfControl
            value={search.asOf}
            onChange={(asOf) => change(asOf === undefined ? withoutAsOf : { ...search, asOf })}
          />
        </>
      }
    >
      {error !== null && <ProblemPanel error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <SkeletonBlock height={480} label={t('members.one.title')} />}
      {data !== undefined && (
        <>
          <StatusNotices profile={data} />
          <MemberStages profile={data} />
          <div>
            <Tabs
              activeKey={tab}
              onChange={(key) => change({ ...search, tab: key })}
              items={tabs.map((key) => ({ key, label: t(`members.one.tab.${key}`) }))}
            />
            <Suspense fallback={<SkeletonBlock height={320} />}>
              <TabContent tab={tab} profile={data} asOf={search.asOf} />
            </Suspense>
          </div>
        </>
      )}
    </Page>
  );
}

interface TabProps {
  readonly tab: Tab;
  readonly profile: Profile;
  readonly asOf: string | undefined;
}

function TabContent({ tab, profile, asOf }: TabProps) {
  const lifecycles = useLifecycles();
  switch (tab) {
    case 'summary':
      return <Summary profile={profile} asOf={asOf} />;
    case 'timeline':
      return <Timeline memberId={profile.id} asOf={asOf} />;
    case 'orders':
      return <Orders memberId={profile.id} />;
    case 'stages':
      return <StageTable memberId={profile.id} hasManyLifecycles={lifecycles.length > 1} />;
    case 'merges':
      return <Merges memberId={profile.id} />;
  }
}

function StatusNotices({ profile }: { readonly profile: Profile }) {
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
              <RouteLink href={paths.member(profile.mergedInto)}>{t('members.one.openSurvivor')}</RouteLink>
            )
          }
        />
      )}
      {profile.status === 'erased' && <Alert type="warning" showIcon title={t('members.one.erased')} />}
      {profile.isSharedCard && <Alert type="info" showIcon title={t('members.one.sharedCard')} />}
    </>
  );
}
