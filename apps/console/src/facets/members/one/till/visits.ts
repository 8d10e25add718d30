import type { MemberProfile } from '../../../../facet/member-places.ts';

/** What brings somebody to a till or a counter. */
const visitFields = ['purchase.last', 'store_visit.last', 'check_in.last'] as const;

/** When she was last there, as the API writes instants; undefined for who never was. */
export function lastVisitOf({ metrics }: Pick<MemberProfile, 'metrics'>): string | undefined {
  return visitFields
    .map((field) => metricOf(metrics, field))
    .filter((value) => typeof value === 'string')
    .toSorted((one, other) => Date.parse(one) - Date.parse(other))
    .at(-1);
}

/** A metric that is a number; nothing that was never counted. */
export function numberOf({ metrics }: Pick<MemberProfile, 'metrics'>, field: string): number {
  const value = metricOf(metrics, field);
  return typeof value === 'number' ? value : 0;
}

function metricOf(metrics: MemberProfile['metrics'], field: string): unknown {
  return metrics.find((metric) => metric.field === field)?.value;
}
