import { useSuspenseQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberProps } from '../../../facet/member-places.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { programPaths } from '../../program/urls/paths.ts';
import { TierActDialog } from '../acts/tier-act-dialog.tsx';
import { TierActs } from '../acts/tier-acts.tsx';
import type { TierAct } from '../acts/tier-act.ts';
import { Benefits } from './benefits.tsx';
import { ChangesTable } from './changes-table.tsx';
import { useLevelName } from './level-name.tsx';
import { ProgressView } from './progress-view.tsx';
import { tiersQuery } from '../asked/queries.ts';
import type { TierSet } from '../asked/queries.ts';
import './tiers.css';

/** Where a member stands in each tier set: why, until when, how far to the next level and to keep this one, and what it gives. */
export function MemberTiersTab({ profile, asOf }: MemberProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useSuspenseQuery(tiersQuery(profile.id, asOf));
  const [act, setAct] = useState<TierAct>();
  if (data.sets.length === 0)
    return (
      <section className="panel">
        <p className="table-empty">
          {t('tiers.none')} <RouteLink href={programPaths.program({ tab: 'tiers' })}>{t('tiers.noneNext')}</RouteLink>
        </p>
      </section>
    );
  const isLive = data.status === 'live';
  const refusal = asOf === undefined ? (isLive ? undefined : t('tiers.ended')) : t('asOf.refusal');
  return (
    <div className="stack">
      {asOf !== undefined && (
        <Alert type="info" showIcon title={t('tiers.pastNote', { day: format.plainDate(asOf) })} />
      )}
      {data.sets.map((set) => (
        <TierSetPanel
          key={set.tierSet}
          set={set}
          asOfAt={data.asOfAt}
          isHistory={data.isHistory}
          refusal={refusal}
          onAct={setAct}
        />
      ))}
      <ChangesTable memberId={profile.id} sets={data.sets} asOf={asOf} />
      {act !== undefined && <TierActDialog memberId={profile.id} act={act} onClose={() => setAct(undefined)} />}
    </div>
  );
}

interface PanelProps {
  readonly set: TierSet;
  readonly asOfAt: string;
  readonly isHistory: boolean;
  readonly refusal: string | undefined;
  readonly onAct: (act: TierAct) => void;
}

function TierSetPanel({ set, asOfAt, isHistory, refusal, onAct }: PanelProps) {
  const { t } = useTranslation();
  const local = useLocal();
  const levelName = useLevelName();
  return (
    <Panel title={local(set.name)} extra={<TierActs set={set} refusal={refusal} onAct={onAct} />}>
      <ol className="tier-ladder" aria-label={t('tiers.ladderOf', { name: local(set.name) })}>
        {set.levels.map((level) => (
          <li
            key={level.id}
            className={level.id === set.level ? 'current' : ''}
            aria-current={level.id === set.level ? 'step' : undefined}
          >
            {local(level.name)}
          </li>
        ))}
      </ol>
      <p className="tier-now">
        <strong>{levelName(set, set.level)}</strong> <Because set={set} />
      </p>
      <div className="tier-progress">
        {set.next !== null && (
          <ProgressView
            title={t('tiers.toNext', { level: levelName(set, set.next.level) })}
            progress={set.next}
            asOfAt={asOfAt}
          />
        )}
        {set.keep !== null && (
          <ProgressView
            title={t('tiers.toKeep', { level: levelName(set, set.keep.level) })}
            progress={set.keep}
            asOfAt={asOfAt}
          />
        )}
      </div>
      {!isHistory && <Benefits set={set} refusal={refusal} onAct={onAct} />}
    </Panel>
  );
}

/** Why the level is hers and until when, and what people decided. */
function Because({ set }: { readonly set: TierSet }) {
  const { t } = useTranslation();
  const format = useFormat();
  const levelName = useLevelName();
  const { since, because, validUntil, graceUntil, assigned, frozen, invited } = set;
  const untilText = (until: string | null) =>
    until === null ? t('tiers.forGood') : t('tiers.until', { day: format.instant(until) });
  const said = [
    since === null ? '' : t('tiers.since', { day: format.day(since) }),
    because === '' ? '' : t(`tiers.because.${because}`),
    validUntil === null ? '' : t('tiers.validUntil', { day: format.instant(validUntil) }),
    graceUntil === null ? '' : t('tiers.graceUntil', { day: format.instant(graceUntil) }),
    assigned === null
      ? ''
      : `${t(assigned.isCap ? 'tiers.capped' : 'tiers.assigned', { level: levelName(set, assigned.level) })} ${untilText(assigned.until)}`,
    frozen === null ? '' : `${t('tiers.frozen', { level: levelName(set, frozen.level) })} ${untilText(frozen.until)}`,
    invited === null
      ? ''
      : `${t('tiers.invited', { level: levelName(set, invited.level) })} ${untilText(invited.until)}`,
  ].filter((part) => part !== '');
  return <span className="quiet">{said.join(' · ')}</span>;
}
