import { routes } from '@perennial/contracts/staff';
import { dateOf, oneOf, textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

/** What of the log is looked at; absent is all. */
export interface AuditSearch {
  readonly action?: string;
  readonly outcome?: string;
  readonly actorKind?: string;
  /** Id of a user or a key. */
  readonly actor?: string;
  /** What it was done to: id of a member, a user, a key … */
  readonly subject?: string;
  /** Calendar days, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
}

const { shape } = routes.audit.export.query;

export function readAuditSearch(raw: RawSearch): AuditSearch {
  return {
    ...textOf(raw, 'action'),
    ...oneOf(raw, 'outcome', shape.outcome.unwrap().options),
    ...oneOf(raw, 'actorKind', shape.actorKind.unwrap().options),
    ...textOf(raw, 'actor'),
    // Other pages call a member by what she is.
    ...subjectOf(raw),
    ...dateOf(raw, 'from'),
    ...dateOf(raw, 'to'),
    ...textOf(raw, 'cursor'),
  };
}

function subjectOf(raw: RawSearch): Pick<AuditSearch, 'subject'> {
  const { member } = textOf(raw, 'member');
  return member === undefined ? textOf(raw, 'subject') : { subject: member };
}
