import type { MoveCause, TimelineItem } from '@perennial/contracts/staff';
import { factRuleOf } from '@perennial/domain';
import type { ExplainedMove, FieldCatalogue, TurnedRule } from '@perennial/domain';
import { logSegmentsOf } from '@perennial/engine';
import type { SegmentStore } from '@perennial/engine';
import { readFamilyFactsAt } from '@perennial/postgres/reading';
import type { FactAtRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import type { MemberPlace } from '../kernel/member-place.ts';
import { toWire } from './standing.ts';

export interface MovesDependencies {
  readonly sql: Sql;
  /** The merge log: what made her move may stand in the log of whom she took in. */
  readonly merges: SegmentStore;
}

/** The fact that made a move. */
export type MovingFact = Pick<FactAtRow, 'shard' | 'position' | 'type'>;

export interface ToldMove extends ExplainedMove {
  /** What happened at its very instant; null where time made it, or where nothing of it is kept. */
  readonly fact: MovingFact | null;
}

/** Moves with the facts that made them: each stands at its own instant, whatever had it recorded. */
export async function findMovingFacts(
  { sql, merges }: MovesDependencies,
  { shard, memberId }: MemberPlace,
  moves: readonly ExplainedMove[],
): Promise<readonly ToldMove[]> {
  const instants = new Set(moves.filter(({ cause }) => cause.kind === 'evidence').map(({ validFrom }) => validFrom));
  const segments = instants.size === 0 ? [] : await logSegmentsOf(merges, { shard, id: memberId });
  const facts = await readFamilyFactsAt(sql, segments, [...instants]);
  const byInstant = Map.groupBy(facts, ({ occurred_at: at }) => at);
  return moves.map((move) => ({ ...move, fact: factOf(move, { shard, facts: byInstant.get(move.validFrom) ?? [] }) }));
}

/** Of what happened at one instant, the one with which the move was recorded, else what concerns an order, else the first. */
function factOf(
  { cause, entry }: ExplainedMove,
  { shard, facts }: { readonly shard: number; readonly facts: readonly FactAtRow[] },
): MovingFact | null {
  if (cause.kind === 'time') return null;
  const recording = entry?.causeKind === 'fact' ? entry.causePosition : null;
  const fact =
    facts.find((one) => one.shard === shard && one.position === recording) ??
    facts.find(({ type }) => factRuleOf(type).order !== null) ??
    facts[0];
  return fact ?? null;
}

export function toMoveCause({ cause, fact }: ToldMove, catalogue: FieldCatalogue): MoveCause {
  if (cause.kind === 'evidence') return { kind: 'fact', type: fact?.type ?? null, turned: [] };
  return { kind: 'time', type: null, turned: cause.turned.map((rule) => toTurned(rule, catalogue)) };
}

function toTurned(rule: TurnedRule, catalogue: FieldCatalogue): MoveCause['turned'][number] {
  const { resolvedField, operator, value, resolved, isTrue } = rule;
  const actual = toWire(catalogue.find(resolvedField), rule.actual);
  return { field: resolvedField, operator, value, resolved, actual, isTrue };
}

type Effect = TimelineItem['effects'][number];

/** What a move is recorded with, when it is: one that time has just made is recorded as it is read. */
export function recordOf({ entry, validFrom }: ExplainedMove, version: number) {
  return entry === null
    ? { kind: 'wake', at: validFrom, programVersion: version }
    : { kind: entry.causeKind, at: entry.recordedAt, programVersion: entry.programVersion };
}

export function toEffect(
  move: ToldMove,
  program: { readonly version: number; readonly catalogue: FieldCatalogue },
): Effect {
  const recorded = recordOf(move, program.version);
  return {
    type: 'stage.changed',
    occurredAt: move.validFrom,
    recordedAt: recorded.at,
    cause: toMoveCause(move, program.catalogue),
    causeKind: recorded.kind,
    programVersion: recorded.programVersion,
    payload: {
      lifecycle: move.lifecycle,
      from: move.fromStage,
      to: move.stage,
      isReactivation: move.isReactivation,
      isActed: move.entry?.isActed ?? false,
    },
  };
}
