import type { Platform } from '../platform/platform.ts';
import type { ReadingWorld } from '../use-cases/reading/world.ts';

export function createReadingWorld(platform: Platform, lensLagMs: () => number): ReadingWorld {
  return {
    lens: () => platform.stores.openLens(),
    zone: platform.installation.zone,
    program: async () => {
      const program = platform.programs.context.programs.at(-1);
      if (program === undefined) throw new Error('an installation begins with a program');
      return program;
    },
    lensLagMs,
    now: platform.clock.now,
  };
}
