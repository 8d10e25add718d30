import type { TimelineItem } from '@perennial/contracts/staff';
import type { MemberPlace } from '../kernel/member-place.ts';
import type { MemberReader } from './member-reader.ts';
import { findMovingFacts, toEffect } from './member-moves.ts';
import type { MovesDependencies, ToldMove } from './member-moves.ts';

type Effect = TimelineItem['effects'][number];

export interface ListMovesDependencies extends MovesDependencies {
  readonly reader: Pick<MemberReader, 'movesOf'>;
}

/** A move that stands in the timeline by itself, with what sorts those of one instant. */
export interface StandingMove {
  readonly item: TimelineItem;
  readonly tie: string;
}

export interface ListedMoves {
  /** By shard and position of the fact that made them. */
  readonly byFact: ReadonlyMap<string, readonly Effect[]>;
  /** What time made, and what nothing is kept of; no order. */
  readonly standing: readonly StandingMove[];
}

export function placeText({ shard, position }: { readonly shard: number; readonly position: number }): string {
  return `${shard}:${position}`;
}

/** The moves of a member up to an instant, under the facts that made them or at their own instants. */
export async function listMoves(
  dependencies: ListMovesDependencies,
  place: MemberPlace,
  until: number,
): Promise<ListedMoves> {
  const { moves, program } = await dependencies.reader.movesOf(place, until);
  const told = await findMovingFacts(dependencies, place, moves);
  const byFact = new Map<string, Effect[]>();
  const standing: StandingMove[] = [];
  for (const move of told) {
    const effect = toEffect(move, program);
    if (move.fact === null) standing.push(standingMove(move, effect));
    else byFact.set(placeText(move.fact), [...(byFact.get(placeText(move.fact)) ?? []), effect]);
  }
  return { byFact, standing };
}

const otherKinds = ['program', 'merge', 'split', 'refold'] as const;

function standingMove({ cause, lifecycle, validFrom }: ToldMove, effect: Effect): StandingMove {
  const kind = cause.kind === 'time' ? 'wake' : (otherKinds.find((one) => one === effect.causeKind) ?? 'refold');
  const item: TimelineItem = {
    id: `${kind}:${lifecycle}:${validFrom}`,
    kind,
    type: effect.type,
    occurredAt: validFrom,
    recordedAt: effect.recordedAt,
    source: '',
    channel: '',
    storeId: '',
    isBackfill: false,
    by: '',
    payload: { lifecycle },
    effects: [effect],
  };
  return { item, tie: `${kind} ${lifecycle} ${validFrom}` };
}
