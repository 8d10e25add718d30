import { setTimeout as delay } from 'node:timers/promises';
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
  const sourcesOfLens = createSourcesOfLens(world);
  return async () => {
    const [keyed, counted] = await Promise.all([listSources(database, '', sourcesMax), sourcesOfLens()]);
    const sources = new Set([...keyed.map(({ source }) => source), ...counted]);
    const { numberSpaces } = lifecycleRulesOf(programAt(programs.context, clock.now()));
    const spaceOf = spaceReader(numberSpaces);
    return [...new Set([...sources].flatMap((source) => [source, spaceOf(source)]))];
  };
}

/** Whoever searches does not wait longer for sources that have come up since: those of before are known. */
const waitMs = 300;

/** The sources that the lens has facts of, as it said last: one that is away, or slow, is no reason to find nobody. */
function createSourcesOfLens(world: ReadingWorld): () => Promise<readonly string[]> {
  let known: readonly string[] = [];
  let asking: Promise<void> | undefined;
  async function ask(): Promise<void> {
    try {
      known = [...(await countSources(world)).keys()];
    } catch {
      // What it said before stands.
    } finally {
      asking = undefined;
    }
  }
  return async () => {
    asking ??= ask();
    await Promise.race([asking, delay(waitMs, undefined, { ref: false })]);
    return known;
  };
}
