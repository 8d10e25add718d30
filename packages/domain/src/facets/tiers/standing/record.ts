import type { Use } from '../../../kernel/facet.ts';
import { tierChanged, tierReviewed } from '../rules/events.ts';
import type { TiersView } from '../rules/rules.ts';
import { tierChangeRows } from '../rules/rows.ts';
import type { TierChangeKind, TierStandingRow } from '../rules/rows.ts';

/** Something that happened to her level in a set, though the level be the same. */
export interface Move {
  readonly before: TierStandingRow | null;
  readonly after: TierStandingRow;
  readonly kind: TierChangeKind;
  /** What a person said of it. */
  readonly reason: string;
  /** JSON: what was counted of each measure. */
  readonly measures: string;
}

/** What is told though the level stays: else nobody would hear of what time alone has done, nor the lens be sent it. */
const reviews: ReadonlySet<TierChangeKind> = new Set([
  'kept',
  'grace',
  'assignment_ended',
  'unfrozen',
  'invitation_expired',
]);

/** Writes it down for good, and tells the other facets where the level is another or was to end. */
export function tellMove(view: TiersView, { before, after, kind, reason, measures }: Move, use: Use): void {
  const { state } = view;
  state.changes += 1;
  view.noteChange();
  const { tierSet, level: toLevel, reason: because, validUntil, graceUntil } = after;
  const fromLevel = before?.level ?? '';
  const { until: at, recordedAt: causeAt, causeKind, position: causePosition, program } = use;
  const moved = {
    number: state.changes,
    tierSet,
    fromLevel,
    toLevel,
    at,
    kind,
    because,
    reason,
    validUntil,
    graceUntil,
  };
  const cause = { programVersion: program.version, causeKind, causePosition, causeAt };
  view.rows(tierChangeRows).put({ ...moved, measures, ...cause });
  const payload = { set: tierSet, from: fromLevel, to: toLevel, kind, at, because, validUntil, graceUntil };
  if (fromLevel !== toLevel) view.tell({ type: tierChanged, occurredAt: at, payload }, use);
  else if (reviews.has(kind)) view.tell({ type: tierReviewed, occurredAt: at, payload }, use);
}
