import { createKeyring, keyBytes } from '@perennial/engine';
import { openScratchStore } from '@perennial/postgres/scratch';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../config/config.ts';
import type { StageParts } from './stage.ts';

/** Where stories are told, one after the other: a scratch store in a folder that is gone afterwards, with keys of its own. */
export interface Theatre extends StageParts {
  close(): Promise<void>;
}

export async function openTheatre(): Promise<Theatre> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-scenario-'));
  try {
    const store = await openScratchStore(folder);
    const masterKeyId = randomUUID();
    return {
      store,
      config: readConfig({}, { dataFolder: folder }),
      keyring: createKeyring({
        currentMasterKeyId: masterKeyId,
        masterKeys: new Map([[masterKeyId, randomBytes(keyBytes)]]),
        hashKeys: [{ id: randomUUID(), key: randomBytes(keyBytes) }],
      }),
      async close() {
        await store.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
