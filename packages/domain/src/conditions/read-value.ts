import { medianGapMs, purchasesWithin } from '../activity/activity-state.ts';
import type { ActivityState } from '../activity/activity-state.ts';
import { dayMs } from '../activity/instants.ts';
import type { ActivityMetric, FieldDefinition } from './condition.ts';
import type { ConditionSubject } from './predicate.ts';

/** A plain value of a subject at an instant; null when there is none. Instants are read by `readInstant`. */
export type ValueReader = (subject: ConditionSubject, at: number) => number | string | boolean | null;

export function readValue(definition: FieldDefinition): ValueReader {
  const { source } = definition;
  switch (source.kind) {
    case 'activity': {
      const read = numberReaders[source.metric];
      return read === undefined ? () => null : ({ activity }) => read(activity);
    }
    case 'days':
      return ({ activity }) => activity.days[source.index] ?? 0;
    case 'trailing_purchases':
      return ({ activity }, at) => purchasesWithin(activity, source.windowMs, at);
    case 'attribute':
      return attributeReader(source.key, source.isPresence);
    case 'stage':
      return ({ standings }) => standings.find((standing) => standing.lifecycle === source.lifecycle)?.stage ?? null;
    case 'last':
      return () => null;
  }
}

const numberReaders: Readonly<Partial<Record<ActivityMetric, (activity: ActivityState) => number | null>>> = {
  purchaseCount: (activity) => activity.purchaseCount,
  cancelledCount: (activity) => activity.cancelledCount,
  refundCount: (activity) => activity.refundCount,
  netSpendMinor: (activity) => activity.grossMinor - activity.refundedMinor,
  averageOrderMinor,
  medianGapDays: (activity) => toDays(medianGapMs(activity)),
  reviewCount: (activity) => activity.reviewCount,
  meanRating: (activity) => (activity.reviewCount === 0 ? null : activity.ratingSum / activity.reviewCount),
};

/** Net spend over standing purchases, minor units, rounded; null without purchases. */
export function averageOrderMinor(activity: ActivityState): number | null {
  if (activity.purchaseCount === 0) return null;
  return Math.round((activity.grossMinor - activity.refundedMinor) / activity.purchaseCount);
}

function toDays(ms: number | null): number | null {
  return ms === null ? null : ms / dayMs;
}

/** Values are JSON texts; tags and consents are true while their register holds `true`. */
function attributeReader(key: string, isPresence: boolean): ValueReader {
  return ({ attributes }) => {
    const text = attributes.get(key)?.value ?? 'null';
    if (isPresence) return text === 'true';
    const value: unknown = JSON.parse(text);
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
    return value === null ? null : text;
  };
}
