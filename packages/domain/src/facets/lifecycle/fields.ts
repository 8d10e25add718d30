import { defineField } from '../../kernel/fields/field.ts';
import type { FieldDefinition, FieldFamily, FieldParts, FieldReader, FieldValue } from '../../kernel/fields/field.ts';
import { dayMs, never, notByTime } from '../../kernel/base/instants.ts';
import { idBody } from '../../kernel/documents/read-json.ts';
import type { LocalizedText } from '../../kernel/documents/localized-text.ts';
import {
  interactionKinds,
  lastInteractionAt,
  lastPurchaseAt,
  medianGapMs,
  purchasesWithin,
  trackedIndex,
  trackedKinds,
} from './activity/activity-state.ts';
import type { ActivityState, TrackedKind } from './activity/activity-state.ts';
import { bitOfTracked, purchaseBit, registrationBit } from './activity/evidence-event.ts';
import { lifecyclePart } from './activity/subject.ts';
import type { LifecyclePart } from './activity/subject.ts';
import type { NamedMetric } from './documents/documents.ts';

/** Activity is kept as the first and last instant of a day, so a window over it must outlast any day. */
const activityWindowDaysMin = 2;
/** Purchases in a trailing window are counted exactly up to this many. */
const trailingPurchasesMax = 16;

const interactionMask = interactionKinds.reduce(
  (mask, kind) => mask | bitOfTracked(trackedIndex(kind)),
  purchaseBit | registrationBit,
);

function plain(read: (part: LifecyclePart) => FieldValue): Partial<FieldReader> {
  return { read: (subject) => read(lifecyclePart.of(subject)) };
}

function instant(read: (part: LifecyclePart) => number): Partial<FieldReader> {
  return { readInstant: (subject) => read(lifecyclePart.of(subject)) };
}

/** Net spend over standing purchases, minor units, rounded; null without purchases. */
export function averageOrderMinor(activity: ActivityState): number | null {
  if (activity.purchaseCount === 0) return null;
  return Math.round((activity.grossMinor - activity.refundedMinor) / activity.purchaseCount);
}

function toDays(ms: number | null): number | null {
  return ms === null ? null : ms / dayMs;
}

type PurchaseParts = Pick<FieldParts, 'type' | 'label' | 'unit' | 'reader' | 'lens'>;

function purchase(field: string, parts: PurchaseParts): FieldDefinition {
  return defineField({ field, group: 'purchase', mask: purchaseBit, ...parts });
}

const kindLabels: Readonly<Record<TrackedKind, LocalizedText>> = {
  sign_in: { en: 'sign-in', zh: '登录' },
  page_view: { en: 'page view', zh: '页面浏览' },
  product_view: { en: 'product view', zh: '商品浏览' },
  cart: { en: 'cart update', zh: '购物车更新' },
  store_visit: { en: 'store visit', zh: '到店' },
  check_in: { en: 'check-in', zh: '签到' },
  review: { en: 'review', zh: '评价' },
  complaint: { en: 'complaint', zh: '投诉' },
  survey: { en: 'survey answer', zh: '问卷回答' },
  referral: { en: 'referral', zh: '推荐' },
  message_opened: { en: 'message opened', zh: '打开消息' },
  message_clicked: { en: 'message clicked', zh: '点击消息' },
};

function activityFields(kind: TrackedKind): readonly FieldDefinition[] {
  const index = trackedIndex(kind);
  const label = kindLabels[kind];
  const mask = bitOfTracked(index);
  return [
    defineField({
      field: `${kind}.last`,
      type: 'instant',
      group: 'activity',
      mask,
      reader: instant(({ activity }) => activity.lastAt[index] ?? never),
      lens: { column: 'activity_last_at', key: kind },
      windowDaysMin: activityWindowDaysMin,
      label: { en: `Last ${label.en}`, zh: `最近一次${label.zh}` },
    }),
    defineField({
      field: `${kind}.days`,
      type: 'number',
      unit: 'days',
      group: 'activity',
      mask,
      reader: plain(({ activity }) => activity.days[index] ?? 0),
      lens: { column: 'activity_days', key: kind, otherwise: 0 },
      label: { en: `Days with a ${label.en}`, zh: `有${label.zh}的天数` },
    }),
  ];
}

const fixedFields: readonly FieldDefinition[] = [
  defineField({
    field: 'registration.at',
    type: 'instant',
    group: 'profile',
    mask: registrationBit,
    reader: instant(({ activity }) => activity.registeredAt),
    lens: { column: 'registered_at' },
    windowDaysMin: activityWindowDaysMin,
    label: { en: 'Registered', zh: '注册时间' },
  }),
  purchase('purchase.first', {
    reader: instant(({ activity }) => activity.firstPurchaseAt),
    lens: { column: 'first_order_at', isKnownInPast: true },
    type: 'instant',
    label: { en: 'First purchase', zh: '首次购买' },
  }),
  purchase('purchase.last', {
    reader: instant(({ activity }) => lastPurchaseAt(activity)),
    lens: { column: 'last_order_at', isKnownInPast: true },
    type: 'instant',
    label: { en: 'Last purchase', zh: '最近一次购买' },
  }),
  purchase('purchase.count', {
    reader: plain(({ activity }) => activity.purchaseCount),
    lens: { column: 'orders', isKnownInPast: true },
    type: 'number',
    unit: 'count',
    label: { en: 'Purchases', zh: '购买次数' },
  }),
  purchase('purchase.net_spend', {
    reader: plain(({ activity }) => activity.grossMinor - activity.refundedMinor),
    lens: { column: 'net_minor', isKnownInPast: true },
    type: 'number',
    unit: 'minor',
    label: { en: 'Net spend', zh: '净消费额' },
  }),
  purchase('purchase.average_order', {
    reader: plain(({ activity }) => averageOrderMinor(activity)),
    lens: { column: 'average_order_minor' },
    type: 'number',
    unit: 'minor',
    label: { en: 'Average order', zh: '客单价' },
  }),
  purchase('purchase.median_gap', {
    reader: plain(({ activity }) => toDays(medianGapMs(activity))),
    lens: { column: 'median_gap_ms', per: dayMs },
    type: 'number',
    unit: 'days',
    label: { en: 'Own median purchase gap', zh: '个人购买间隔中位数' },
  }),
  purchase('purchase.cancelled', {
    reader: plain(({ activity }) => activity.cancelledCount),
    lens: { column: 'cancelled_orders' },
    type: 'number',
    unit: 'count',
    label: { en: 'Cancelled orders', zh: '取消订单数' },
  }),
  purchase('purchase.returns', {
    reader: plain(({ activity }) => activity.refundCount),
    lens: { column: 'refunds' },
    type: 'number',
    unit: 'count',
    label: { en: 'Refunds', zh: '退款次数' },
  }),
  defineField({
    field: 'interaction.last',
    type: 'instant',
    group: 'activity',
    mask: interactionMask,
    reader: instant(({ activity }) => lastInteractionAt(activity)),
    lens: { column: 'last_interaction_at' },
    windowDaysMin: activityWindowDaysMin,
    label: { en: 'Last interaction of any kind', zh: '最近一次互动' },
  }),
  defineField({
    field: 'review.count',
    type: 'number',
    unit: 'count',
    group: 'activity',
    mask: 0,
    isTimeline: false,
    reader: plain(({ activity }) => activity.reviewCount),
    lens: { column: 'reviews' },
    label: { en: 'Reviews', zh: '评价数' },
  }),
  defineField({
    field: 'review.mean_rating',
    type: 'number',
    unit: 'hundredths',
    group: 'activity',
    mask: 0,
    isTimeline: false,
    reader: plain(({ activity: { reviewCount, ratingSum } }) => (reviewCount === 0 ? null : ratingSum / reviewCount)),
    lens: { column: 'rating_sum', per: 'reviews' },
    label: { en: 'Mean rating', zh: '平均评分' },
  }),
  ...trackedKinds.flatMap(activityFields),
];

/** What the lens alone can say of anybody: when she came to be known, and where she was seen last. */
export const lensFields = {
  joined: defineField({
    field: 'member.joined',
    class: 'lens',
    type: 'instant',
    group: 'profile',
    reader: {},
    lens: { column: 'joined_at', isKnownInPast: true },
    label: { en: 'Joined', zh: '加入时间' },
  }),
  store: defineField({
    field: 'place.store',
    class: 'lens',
    type: 'text',
    group: 'profile',
    reader: {},
    lens: { table: 'member_place', column: 'store', isKnownInPast: true },
    label: { en: 'Store last seen in', zh: '最近到访门店' },
  }),
  channel: defineField({
    field: 'place.channel',
    class: 'lens',
    type: 'text',
    group: 'profile',
    reader: {},
    lens: { table: 'member_place', column: 'channel', isKnownInPast: true },
    label: { en: 'Channel last seen in', zh: '最近到访渠道' },
  }),
} as const;

/** Field of a named metric: what the settings declare. */
export function metricField(named: NamedMetric): FieldDefinition {
  const windowMs = named.days * dayMs;
  return defineField({
    field: `metric.${named.id}`,
    type: 'number',
    unit: 'count',
    group: 'metric',
    mask: purchaseBit,
    label: named.name,
    numberMax: trailingPurchasesMax,
    lens: { column: 'recent_purchases', withinMs: windowMs },
    reader: {
      read: (subject, at) => purchasesWithin(lifecyclePart.of(subject).activity, windowMs, at),
      candidateAfter: (subject, at) => {
        const { activity } = lifecyclePart.of(subject);
        for (const purchaseAt of activity.recentPurchases) if (purchaseAt + windowMs > at) return purchaseAt + windowMs;
        return notByTime;
      },
    },
  });
}

interface NamedLifecycle {
  readonly id: string;
  readonly name: LocalizedText;
}

const byLifecycle = (column: string, { id }: NamedLifecycle) => ({
  column,
  keys: 'lifecycles',
  key: id,
  isKnownInPast: true,
});

/** Where a member stands in a lifecycle, and what comes next if nothing happens; in the past, what did come. */
export function stageFields(lifecycle: NamedLifecycle) {
  const { id, name } = lifecycle;
  return {
    stage: defineField({
      field: `stage.${id}`,
      type: 'text',
      group: 'stage',
      isTimeline: false,
      label: name,
      reader: plain(({ standings }) => standings.find((one) => one.lifecycle === id)?.stage ?? null),
      lens: byLifecycle('stages', lifecycle),
    }),
    next: defineField({
      field: `stage.${id}.next`,
      class: 'lens',
      type: 'text',
      group: 'stage',
      label: { en: `${name.en}: next stage`, zh: `${name.zh}：下一阶段` },
      reader: {},
      lens: byLifecycle('next_stages', lifecycle),
    }),
    changes: defineField({
      field: `stage.${id}.changes`,
      class: 'lens',
      type: 'instant',
      group: 'stage',
      label: { en: `${name.en}: next change`, zh: `${name.zh}：下次变化时间` },
      // It lies ahead, so no window that ends now can hold it.
      operators: ['before', 'onOrAfter', 'null', 'notNull'],
      reader: {},
      lens: byLifecycle('next_at', lifecycle),
    }),
    daysLeft: defineField({
      field: `stage.${id}.days_left`,
      class: 'lens',
      type: 'number',
      unit: 'days',
      group: 'stage',
      label: { en: `${name.en}: days until the next change`, zh: `${name.zh}：距下次变化天数` },
      reader: {},
      lens: { ...byLifecycle('next_at', lifecycle), aheadPer: dayMs },
    }),
  };
}

export interface DeclaredFields {
  readonly metrics: readonly NamedMetric[];
  readonly lifecycles: readonly NamedLifecycle[];
}

export function lifecycleFields({ metrics, lifecycles }: DeclaredFields): readonly FieldDefinition[] {
  return [
    ...fixedFields,
    ...Object.values(lensFields),
    ...metrics.map(metricField),
    ...lifecycles.flatMap((lifecycle) => Object.values(stageFields(lifecycle))),
  ];
}

const anyName: LocalizedText = { en: 'any', zh: '任意' };
const anyStage = stageFields({ id: 'any', name: anyName });

/** Fields that documents give their names to, in whichever program. */
export const lifecycleFamilies: readonly FieldFamily[] = [
  {
    pattern: new RegExp(`^metric\\.${idBody}$`, 'u'),
    help: 'A metric of settings.json: metric.<id>.',
    sample: metricField({ id: 'any', name: anyName, kind: 'purchases_within', days: 1 }),
  },
  stageFamily('', 'The stage of a lifecycle: stage.<id>.', anyStage.stage),
  stageFamily('next', 'The stage that comes next if nothing happens: stage.<id>.next.', anyStage.next),
  stageFamily('changes', 'When it comes: stage.<id>.changes.', anyStage.changes),
  stageFamily('days_left', 'Days until it comes: stage.<id>.days_left.', anyStage.daysLeft),
];

function stageFamily(part: string, help: string, sample: FieldDefinition): FieldFamily {
  return { pattern: new RegExp(`^stage\\.${idBody}${part === '' ? '' : `\\.${part}`}$`, 'u'), help, sample };
}
