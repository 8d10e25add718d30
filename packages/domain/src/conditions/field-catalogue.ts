import { interactionKinds, trackedIndex, trackedKinds } from '../activity/activity-state.ts';
import type { TrackedKind } from '../activity/activity-state.ts';
import { bitOfTracked, purchaseBit, registrationBit } from '../activity/evidence-event.ts';
import { dayMs } from '../activity/instants.ts';
import { activityWindowDaysMin, trailingPurchasesMax } from './condition.ts';
import type {
  ActivityMetric,
  ConditionOperator,
  FieldDefinition,
  FieldSource,
  FieldType,
  FieldUnit,
  LocalizedText,
} from './condition.ts';

const instantOperators = ['within', 'notWithin', 'before', 'onOrAfter', 'null', 'notNull'] as const;
const numberOperators = ['=', '!=', '<', '<=', '>', '>=', 'between', 'null', 'notNull'] as const;
const textOperators = ['=', '!=', 'contains', 'in', 'notIn', 'null', 'notNull'] as const;
const booleanOperators = ['=', '!='] as const;
const anyOperators = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'between',
  'contains',
  'in',
  'notIn',
  'null',
  'notNull',
] as const;

const operatorsOf: Readonly<Record<FieldType, readonly ConditionOperator[]>> = {
  instant: instantOperators,
  number: numberOperators,
  text: textOperators,
  boolean: booleanOperators,
  any: anyOperators,
};

interface FieldParts {
  readonly field: string;
  readonly type: FieldType;
  readonly group: string;
  readonly label: LocalizedText;
  readonly mask: number;
  readonly source: FieldSource;
  readonly unit?: FieldUnit;
  readonly isTimeline?: boolean;
  readonly windowDaysMin?: number;
  readonly numberMax?: number;
}

function defineField(parts: FieldParts): FieldDefinition {
  return {
    field: parts.field,
    class: 'fold',
    type: parts.type,
    unit: parts.unit ?? '',
    group: parts.group,
    label: parts.label,
    operators: operatorsOf[parts.type],
    isTimeline: parts.isTimeline ?? true,
    mask: parts.mask,
    windowDaysMin: parts.windowDaysMin ?? 0,
    numberMax: parts.numberMax ?? null,
    source: parts.source,
  };
}

const interactionMask = interactionKinds.reduce(
  (mask, kind) => mask | bitOfTracked(trackedIndex(kind)),
  purchaseBit | registrationBit,
);

function metric(name: ActivityMetric): FieldSource {
  return { kind: 'activity', metric: name };
}

function purchase(
  field: string,
  source: ActivityMetric,
  rest: Pick<FieldParts, 'type' | 'label'> & { unit?: FieldUnit },
): FieldDefinition {
  return defineField({ field, group: 'purchase', mask: purchaseBit, source: metric(source), ...rest });
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
      source: { kind: 'last', index },
      windowDaysMin: activityWindowDaysMin,
      label: { en: `Last ${label.en}`, zh: `最近一次${label.zh}` },
    }),
    defineField({
      field: `${kind}.days`,
      type: 'number',
      unit: 'days',
      group: 'activity',
      mask,
      source: { kind: 'days', index },
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
    source: metric('registeredAt'),
    windowDaysMin: activityWindowDaysMin,
    label: { en: 'Registered', zh: '注册时间' },
  }),
  purchase('purchase.first', 'firstPurchaseAt', { type: 'instant', label: { en: 'First purchase', zh: '首次购买' } }),
  purchase('purchase.last', 'lastPurchaseAt', { type: 'instant', label: { en: 'Last purchase', zh: '最近一次购买' } }),
  purchase('purchase.count', 'purchaseCount', {
    type: 'number',
    unit: 'count',
    label: { en: 'Purchases', zh: '购买次数' },
  }),
  purchase('purchase.net_spend', 'netSpendMinor', {
    type: 'number',
    unit: 'minor',
    label: { en: 'Net spend', zh: '净消费额' },
  }),
  purchase('purchase.average_order', 'averageOrderMinor', {
    type: 'number',
    unit: 'minor',
    label: { en: 'Average order', zh: '客单价' },
  }),
  purchase('purchase.median_gap', 'medianGapDays', {
    type: 'number',
    unit: 'days',
    label: { en: 'Own median purchase gap', zh: '个人购买间隔中位数' },
  }),
  purchase('purchase.cancelled', 'cancelledCount', {
    type: 'number',
    unit: 'count',
    label: { en: 'Cancelled orders', zh: '取消订单数' },
  }),
  purchase('purchase.returns', 'refundCount', {
    type: 'number',
    unit: 'count',
    label: { en: 'Refunds', zh: '退款次数' },
  }),
  defineField({
    field: 'interaction.last',
    type: 'instant',
    group: 'activity',
    mask: interactionMask,
    source: metric('lastInteractionAt'),
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
    source: metric('reviewCount'),
    label: { en: 'Reviews', zh: '评价数' },
  }),
  defineField({
    field: 'review.mean_rating',
    type: 'number',
    unit: 'hundredths',
    group: 'activity',
    mask: 0,
    isTimeline: false,
    source: metric('meanRating'),
    label: { en: 'Mean rating', zh: '平均评分' },
  }),
  ...trackedKinds.flatMap(activityFields),
];

/** A trailing count of purchases, declared in the program's settings. */
export interface NamedMetric {
  readonly id: string;
  readonly name: LocalizedText;
  readonly kind: 'purchases_within';
  readonly days: number;
}

function metricField(named: NamedMetric): FieldDefinition {
  return defineField({
    field: `metric.${named.id}`,
    type: 'number',
    unit: 'count',
    group: 'metric',
    mask: purchaseBit,
    label: named.name,
    source: { kind: 'trailing_purchases', windowMs: named.days * dayMs },
    numberMax: trailingPurchasesMax,
  });
}

export interface FieldCatalogue {
  /** Fields an editor can list; families such as `attribute.<name>` are found by name alone. */
  readonly fields: readonly FieldDefinition[];
  readonly find: (field: string) => FieldDefinition | undefined;
}

export interface CatalogueParts {
  readonly metrics: readonly NamedMetric[];
  readonly lifecycles: readonly { readonly id: string; readonly name: LocalizedText }[];
}

export function createFieldCatalogue(parts: CatalogueParts): FieldCatalogue {
  const fields = [...fixedFields, ...parts.metrics.map(metricField), ...parts.lifecycles.map(stageField)];
  const byName = new Map(fields.map((field) => [field.field, field]));
  return { fields, find: (field) => byName.get(field) ?? familyField(field) };
}

function stageField(lifecycle: { readonly id: string; readonly name: LocalizedText }): FieldDefinition {
  return defineField({
    field: `stage.${lifecycle.id}`,
    type: 'text',
    group: 'stage',
    mask: 0,
    isTimeline: false,
    label: lifecycle.name,
    source: { kind: 'stage', lifecycle: lifecycle.id },
  });
}

const familyPattern = /^(attribute|tag|consent)\.(.{1,100})$/u;

/** Attributes, tags and consents keep their last value only, so they stand in no lifecycle. */
function familyField(field: string): FieldDefinition | undefined {
  const [, kind, name] = familyPattern.exec(field) ?? [];
  if (kind === undefined || name === undefined) return undefined;
  return defineField({
    field,
    type: kind === 'attribute' ? 'any' : 'boolean',
    group: kind,
    mask: 0,
    isTimeline: false,
    source: { kind: 'attribute', key: `${kind}|${name}`, isPresence: kind !== 'attribute' },
    label: { en: name, zh: name },
  });
}
