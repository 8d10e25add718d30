import { lifecycleRulesOf, programAt, spaceReader } from '@perennial/domain';
import { listSources } from '@perennial/postgres/access';
import type { Platform } from '../platform/platform.ts';
import type { ReadingWorld } from '../use-cases/reading/world.ts';
import { countSources } from '../use-cases/sources/source-counts.ts';

const sourcesMax = 1_000;

/** All spaces that an order number may count in: of each source that ever sent facts or may send them, and shared ones. */
export function createNumberSpaces(
  { clock, database, programs }: Pick<Platform, 'clock' | 'database' | 'programs'>,
  world: ReadingWorld,
): () => Promise<readonly string[]> {
  return async () => {
    const [keyed, counts] = await Promise.all([
      listSources(database, '', sourcesMax),
      // A lens that is away knows of no sources, and is no reason to find nobody.
      countSources(world).catch(() => new Map<string, unknown>()),
    ]);
    const sources = new Set([...keyed.map(({ source }) => source), ...counts.keys()]);
    const { numberSpaces } = lifecycleRulesOf(programAt(programs.context, clock.now()));
    const spaceOf = spaceReader(numberSpaces);
    return [...new Set([...sources].flatMap((source) => [source, spaceOf(source)]))];
  };
}
