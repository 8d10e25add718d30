import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { personName } from '../../../i18n/person-name.ts';
import { isRecord } from '../../../api/is-record.ts';
import type { MemberProps } from '../../../facet/member-places.ts';
import { usePlaces } from '../../../facet/use-places.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useLifecycle } from '../../../stages/use-lifecycle.ts';
import { channelName } from '../../../i18n/known-names.ts';
import { factName } from '../../../i18n/names.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { ReasonModal } from '../../../ui/reason-modal.tsx';
import { StageChip } from '../../../stages/stage-chip.tsx';
import { useMoveText, useRecordedText } from '../../../conditions/use-move-text.ts';
import { memberQueries } from './member-queries.ts';
import { orderAmountOf } from './order-amount.ts';
import type { TimelineEntry } from './member-queries.ts';
import { useRevealedTimeline } from './use-revealed-timeline.ts';
import './member.css';

/** Facts and decisions, newest first, each with what it caused; masked until they are revealed. */
export function Timeline({ profile, asOf }: MemberProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useSuspenseInfiniteQuery(
    memberQueries.timeline(profile.id, asOf),
  );
  const clear = useRevealedTimeline(profile.id, asOf);
  const masked = data.pages.flatMap((page) => page.items);
  const items = clear.items ?? masked;
  const isRevealed = clear.items !== undefined;
  return (
    <section className="panel" aria-label={t('members.one.tab.timeline')}>
      {items.length === 0 && <p className="table-empty">{t('members.one.timelineEmpty')}</p>}
      {items.length > 0 && !isRevealed && profile.status !== 'erased' && <RevealBar clear={clear} />}
      {items.length > 0 && (
        <p className="timeline-count quiet">
          {t('members.one.timelineCount', { count: profile.factsCount, facts: format.integer(profile.factsCount) })}
        </p>
      )}
      <ol className="timeline">
        {items.map((item) => (
          <TimelineRow key={item.id} item={item} memberId={profile.id} />
        ))}
      </ol>
      {isRevealed && clear.error !== null && <ProblemPanel error={clear.error} />}
      {(isRevealed ? clear.hasMore : hasNextPage) && (
        <Button
          loading={isRevealed ? clear.isPending : isFetchingNextPage}
          onClick={() => (isRevealed ? clear.more() : void fetchNextPage())}
        >
          {t('action.earlier')}
        </Button>
      )}
    </section>
  );
}

function RevealBar({ clear }: { readonly clear: ReturnType<typeof useRevealedTimeline> }) {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <div className="bulk">
      <span className="quiet">{t('members.one.timelineMasked')}</span>
      <GuardedButton size="small" needs="members.reveal" onClick={() => setIsAsking(true)}>
        {t('members.one.timelineReveal')}
      </GuardedButton>
      {isAsking && (
        <ReasonModal
          title={t('members.one.timelineRevealTitle')}
          lead={t('members.one.timelineRevealLead')}
          submit={t('members.one.timelineReveal')}
          error={clear.error}
          isPending={clear.isPending}
          onSubmit={({ reason }) => clear.reveal(reason)}
          onClose={() => setIsAsking(false)}
        />
      )}
    </div>
  );
}

interface RowProps {
  readonly item: TimelineEntry;
  readonly memberId: string;
}

function TimelineRow({ item, memberId }: RowProps) {
  const { t } = useTranslation();
  const place = [channelName(item.source, t), channelName(item.channel, t), item.storeName].filter(
    (part, at, all) => part !== '' && all.indexOf(part) === at,
  );
  return (
    <li>
      <Instant at={item.occurredAt} precision="second" />
      <div>
        <Told item={item} memberId={memberId} /> <Bought item={item} />{' '}
        <span className="quiet">{place.join(' · ')}</span>{' '}
        {item.isBackfill && <span className="tag">{t('members.one.backfill')}</span>}
        {item.kind === 'fact' && (
          <details className="payload">
            <summary>{t('members.one.payload')}</summary>
            <pre>{JSON.stringify(item.payload, null, 2)}</pre>
          </details>
        )}
        {item.effects.length > 0 && (
          <ul className="effects">
            {item.effects.map((effect, index) => (
              <li key={index}>
                {item.kind !== 'wake' && <span className="quiet">{t('members.one.caused')}</span>}{' '}
                <Effect effect={effect} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

/** What an order came to, and what it was of. */
function Bought({ item }: Pick<RowProps, 'item'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const amount = orderAmountOf(item);
  const names = item.products.map(({ name }) => name);
  const more = names.length - productsShown;
  const shown = names.slice(0, productsShown).join(t('condition.comma'));
  return (
    <>
      {amount !== undefined && <span>{format.moneyIn(amount.amountMinor, amount.currency ?? format.currency)}</span>}{' '}
      {names.length > 0 && (
        <span title={names.join(t('condition.comma'))}>
          {shown}
          {more > 0 && <span className="quiet"> +{format.integer(more)}</span>}
        </span>
      )}
    </>
  );
}

const productsShown = 3;

/** What happened, what was decided and by whom, or what time did. */
function Told({ item, memberId }: RowProps) {
  const { t } = useTranslation();
  const { decisionTexts } = usePlaces();
  const moveText = useMoveText();
  const [moved] = item.effects;
  if (item.kind === 'fact') return <strong>{factName(item.type, t)}</strong>;
  if (item.kind === 'wake' && moved !== undefined) return <strong>{moveText(moved.cause)}</strong>;
  if (item.kind !== 'decision') return <strong>{t(`cause.${item.kind}`)}</strong>;
  const text = decisionTexts.find(({ command }) => command === item.type);
  return (
    <>
      <strong>{text === undefined ? item.type : text.say({ payload: item.payload, memberId }, t)}</strong>{' '}
      {item.by !== '' && <span className="quiet">{t('members.one.by', { name: personName(item.by, t) })}</span>}
    </>
  );
}

function Effect({ effect }: { readonly effect: TimelineEntry['effects'][number] }) {
  const { t } = useTranslation();
  const payload = isRecord(effect.payload) ? effect.payload : {};
  const lifecycleId = typeof payload['lifecycle'] === 'string' ? payload['lifecycle'] : undefined;
  const lifecycle = useLifecycle(lifecycleId);
  const recordedText = useRecordedText();
  const { from, to } = payload;
  const { causeKind: kind, recordedAt: at, programVersion } = effect;
  const note = recordedText({ kind, at, programVersion });
  if (typeof to !== 'string') return <>{factName(effect.type, t)}</>;
  return (
    <span className="effect">
      {typeof from === 'string' && from !== '' ? <StageChip stage={lifecycle.stage(from)} /> : t('members.one.start')}
      <span aria-hidden="true">→</span>
      <StageChip stage={lifecycle.stage(to)} />
      {payload['isReactivation'] === true && <span className="tag">{t('members.one.reactivated')}</span>}
      {note !== undefined && <span className="quiet">{note}</span>}
    </span>
  );
}
