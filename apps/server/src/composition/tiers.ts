import type { Commands } from '@perennial/engine';
import type { Platform } from '../platform/platform.ts';
import type { Audit } from '../use-cases/audit/audit.ts';
import { createFindPlace } from '../use-cases/commands/find-living.ts';
import { createFindMember } from '../use-cases/members/find-member.ts';
import type { Members } from '../use-cases/members/members.ts';
import type { LabelsOf } from '../use-cases/personal-data/label.ts';
import type { ReadingWorld } from '../use-cases/reading/world.ts';
import { createActOnTiers } from '../use-cases/tiers/act-on-tiers.ts';
import type { ActOnTiers } from '../use-cases/tiers/act-on-tiers.ts';
import { createTierForecasts } from '../use-cases/tiers/forecast.ts';
import type { TierForecasts } from '../use-cases/tiers/forecast.ts';
import { createLevelOpenings } from '../use-cases/tiers/openings/level-openings.ts';
import type { LevelOpenings } from '../use-cases/tiers/openings/level-openings.ts';
import { createTiers } from '../use-cases/tiers/tiers.ts';
import type { Tiers } from '../use-cases/tiers/tiers.ts';

export interface TierUseCases {
  readonly tiers: Tiers;
  readonly actOnTiers: ActOnTiers;
  readonly tierForecasts: TierForecasts;
  readonly levelOpenings: LevelOpenings;
}

interface Around {
  readonly audit: Audit;
  readonly world: ReadingWorld;
  readonly commands: Commands;
  readonly labelsOf: LabelsOf;
  readonly members: Pick<Members, 'resolveReference'>;
}

/** Tiers on the stores of a platform. */
export function composeTiers(platform: Platform, { audit, world, commands, labelsOf, members }: Around): TierUseCases {
  const { database, installation, foldStore, programs } = platform;
  const findMember = createFindMember(database, installation.shard_count);
  const findPlace = createFindPlace(findMember, installation.shard_count);
  return {
    tiers: createTiers({ sql: database, world, findMember, foldStore, programs }),
    tierForecasts: createTierForecasts({ world, foldStore, programs, labelsOf }),
    actOnTiers: createActOnTiers({ audit, commands, findPlace }),
    levelOpenings: createLevelOpenings({
      sql: database,
      audit,
      world,
      commands,
      findPlace,
      resolveReference: members.resolveReference,
      shardCount: installation.shard_count,
    }),
  };
}
