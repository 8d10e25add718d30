import { setTimeout as delay } from 'node:timers/promises';
import { ensureEmbeddedPostgres, takeOwnership } from '@perennial/postgres';
import type { EmbeddedPostgres, Ownership } from '@perennial/postgres';

/** Watches over the embedded PostgreSQL of the process that owns it. */
export interface Keeper {
  /** Stops watching. The lock stays until `release`, so that nobody takes stores that are about to stop. */
  stop(): Promise<void>;
  release(): Promise<void>;
}

export interface KeeperOptions {
  readonly dataFolder: string;
  readonly postgres: EmbeddedPostgres;
  readonly ownership: Ownership;
  readonly name: string;
  /** Told of each restart and each attempt that failed. */
  readonly report: (message: string, error?: unknown) => void;
}

const pauseMs = { first: 100, last: 5_000 } as const;

/**
 * Starts the server again on its old port when it dies (killed, out of memory), so that pools that reconnect find it under the URL they
 * know. Its death is noticed by the session that holds the ownership.
 */
export function keepRunning(options: KeeperOptions): Keeper {
  let { ownership } = options;
  let isReleased = false;
  let restarting: Promise<void> = Promise.resolve();

  const watch = (): void => {
    ownership.onLost(() => {
      if (!isReleased) restarting = restart();
    });
  };

  async function restart(): Promise<void> {
    for (let pause: number = pauseMs.first; !isReleased; pause = Math.min(pause * 2, pauseMs.last)) {
      try {
        const { dataFolder, postgres, name } = options;
        const started = await ensureEmbeddedPostgres({ folder: dataFolder, port: postgres.port });
        const taken = await takeOwnership(started.url, name);
        if (!('heldBy' in taken)) {
          ownership = taken;
          options.report(`PostgreSQL was gone and runs again (process ${started.pid}, port ${started.port})`);
          watch();
          return;
        }
        options.report(`PostgreSQL runs again, and ${taken.heldBy} owns it now`);
      } catch (error) {
        options.report('PostgreSQL is gone and could not be started', error);
      }
      await delay(pause);
    }
  }

  watch();
  return {
    async stop() {
      isReleased = true;
      await restarting;
    },
    release: () => ownership.release(),
  };
}
