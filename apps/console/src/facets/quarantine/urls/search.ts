import { oneOf, textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

export const statuses = ['waiting', 'replayed', 'dismissed'] as const;
export type Status = (typeof statuses)[number];

export interface QuarantineSearch {
  /** The fact that is open. */
  readonly id?: string;
  readonly cursor?: string;
  readonly status?: Status;
  /** Why facts wait: only those are listed. */
  readonly reason?: string;
  readonly code?: string;
  /** The figure behind the address counted those that had come in by this instant. */
  readonly until?: string;
}

function instantOf(raw: RawSearch): Pick<QuarantineSearch, 'until'> {
  const { until } = textOf(raw, 'until');
  return until === undefined || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u.test(until) || Number.isNaN(Date.parse(until))
    ? {}
    : { until };
}

export function readQuarantineSearch(raw: RawSearch): QuarantineSearch {
  return {
    ...textOf(raw, 'id'),
    ...textOf(raw, 'cursor'),
    ...oneOf(raw, 'status', statuses),
    ...textOf(raw, 'reason'),
    ...textOf(raw, 'code'),
    ...instantOf(raw),
  };
}
