import { useSuspenseQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberProfile, MemberProps } from '../../../facet/member-places.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useLifecycle } from '../../../stages/use-lifecycle.ts';
import { toMilliseconds } from '../../../format/format.ts';
import { StageMark } from '../../../stages/stage-mark.tsx';
import { stagesQuery } from './queries.ts';
import { ribbonSegments } from './ribbon.ts';
import './member.css';

/** Where the member stands in each lifecycle, what comes next, and the whole way there as one ribbon. */
export function MemberStages({ profile }: MemberProps) {
  return (
    <section className="panel member-stages">
      {profile.stages.map((stage) => (
        <LifecycleState key={stage.lifecycle} profile={profile} state={stage} />
      ))}
    </section>
  );
}

interface StateProps {
  readonly profile: MemberProfile;
  readonly state: MemberProfile['stages'][number];
}

function LifecycleState({ profile, state }: StateProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const lifecycle = useLifecycle(state.lifecycle);
  const stage = lifecycle.stage(state.stage);
  const asOfMs = toMilliseconds(profile.asOfAt);
  return (
    <div className="member-state">
      <div className="member-now">
        <StageMark style={stage.style} size={18} />
        <strong>{stage.name}</strong>
        {state.since !== null && <span>{t('lifecycle.member.since', { day: format.day(state.since) })}</span>}
        {state.isReactivated && <Tag>{t('lifecycle.member.reactivated')}</Tag>}
        <span className="quiet">
          {state.next === null
            ? t('lifecycle.member.noNext')
            : t('lifecycle.member.next', {
                stage: lifecycle.stage(state.next.stage).name,
                day: format.day(state.next.at),
                distance: format.relative(state.next.at, asOfMs),
              })}
        </span>
      </div>
      <Ribbon memberId={profile.id} lifecycleId={state.lifecycle} asOfMs={asOfMs} />
    </div>
  );
}

interface RibbonProps {
  readonly memberId: string;
  readonly lifecycleId: string;
  readonly asOfMs: number;
}

function Ribbon({ memberId, lifecycleId, asOfMs }: RibbonProps) {
  const format = useFormat();
  const lifecycle = useLifecycle(lifecycleId);
  const { data } = useSuspenseQuery(stagesQuery(memberId));
  const [nowMs] = useState(Date.now);
  const intervals = data.items.filter((interval) => interval.lifecycle === lifecycleId);
  const segments = ribbonSegments(intervals, Math.min(asOfMs, nowMs));
  return (
    <ol className="ribbon">
      {segments.map((segment) => {
        const stage = lifecycle.stage(segment.stage);
        const text = `${stage.name}: ${format.day(segment.fromMs)} – ${format.day(segment.toMs)}`;
        return (
          <li key={segment.fromMs} style={{ flexGrow: segment.share }} title={text}>
            <span className="ribbon-bar" style={{ background: stage.style?.colour }} />
            <span className="ribbon-label">
              <StageMark style={stage.style} size={10} /> {stage.name}
              <span className="ribbon-day">{format.day(segment.fromMs)}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
