import type { LevelOpenings } from '../../use-cases/tiers/openings/level-openings.ts';
import type { Openings } from '../../use-cases/wallets/openings/openings.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export interface OpeningHandlersOf {
  readonly openings: Openings;
  readonly levelOpenings: LevelOpenings;
}

export function createOpeningHandlers({ openings, levelOpenings }: OpeningHandlersOf): GroupHandlers<'openings'> {
  return {
    take: (call) => openings.take(call, call.body),
    takeLevels: (call) => levelOpenings.take(call, call.body),
  };
}
