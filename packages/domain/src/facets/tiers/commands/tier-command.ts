import { noAsks, reject } from '../../../kernel/command.ts';
import type { Decision, Rejection } from '../../../kernel/command.ts';
import type { Command, CommandUse } from '../../../kernel/facet.ts';
import type { FactPayload, FactValue } from '../../../kernel/base/payload.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
import { partOf } from '../rules/operations.ts';
import type { TierOperation } from '../rules/operations.ts';
import { placeOfLevel, tiersRulesOf } from '../rules/rules.ts';
import type { CompiledTierSet } from '../rules/rules.ts';
import type { TiersState } from '../rules/state.ts';
import { tierStandingRows } from '../rules/rows.ts';
import type { TierStandingRow } from '../rules/rows.ts';
import { emptyStanding } from '../standing/standing.ts';

/** What a command about levels looks at. */
export interface SeenSet {
  readonly set: CompiledTierSet;
  /** Where she stands; of who has not come to the set yet, nothing. */
  readonly row: TierStandingRow;
  readonly now: number;
  readonly seen: CommandUse<TiersState>;
}

export interface SetInput {
  readonly set: string;
}

/** A command about one set of a member: what it decides follows from where she stands in it. */
export function tierCommand<Input extends SetInput>(parts: {
  readonly name: string;
  readonly read: (input: FactValue, spot: Spot) => Input | null;
  /** What else has to be in memory. */
  readonly missing?: (seen: SeenSet, input: Input) => Missing | null;
  readonly act: (seen: SeenSet, input: Input) => Decision | Rejection;
}): Command<Input, TiersState> {
  const look = (seen: CommandUse<TiersState>, { set: id }: Input): SeenSet | Rejection | Missing => {
    const set = tiersRulesOf(seen.use.program).sets.get(id);
    if (set === undefined) return reject('tier.unknown_set', { set: id });
    const standings = seen.own.rows(tierStandingRows);
    if (!standings.isWhole) return new Missing([{ by: 'all', kind: tierStandingRows }]);
    const now = seen.use.recordedAt;
    return { set, row: standings.get(id) ?? emptyStanding(id, now), now, seen };
  };
  return {
    name: parts.name,
    isKeyRequired: true,
    read: parts.read,
    decide(seen, input) {
      const found = look(seen, input);
      if (found instanceof Missing || 'kind' in found) return found;
      const missing = parts.missing?.(found, input) ?? null;
      if (missing !== null) return missing;
      const decided = parts.act(found, input);
      return decided.kind === 'rejection' ? decided : noAsks;
    },
    conclude(seen, input) {
      const found = look(seen, input);
      if (found instanceof Missing) return reject('tier.unknown_set', { set: input.set });
      return 'kind' in found ? found : parts.act(found, input);
    },
  };
}

export function decided(operation: TierOperation, answer: FactPayload): Decision {
  return { kind: 'decision', parts: { tiers: partOf(operation) }, answer: { set: operation.set, ...answer } };
}

/** Place of a level, or why it is none. */
export function placeIn(set: CompiledTierSet, level: string): number | Rejection {
  const place = placeOfLevel(set, level);
  return place < 0 ? reject('tier.unknown_level', { set: set.document.id, level }) : place;
}

/** Null: it lies ahead. */
export function refusePast(until: number, now: number): Rejection | null {
  return until > now ? null : reject('tier.end_has_passed', { until });
}
