import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findRecordedPlace, inFolder } from './place.ts';
import { stopPostmaster } from './postmaster.ts';

/** Stops the server of a data folder and removes its database, wherever it is, with all that was recorded of it. For good. */
export async function removeEmbeddedPostgres(folder: string, sharedRoot?: string): Promise<void> {
  const place = findRecordedPlace(folder, sharedRoot);
  if (place !== undefined) {
    await stopPostmaster(place.cluster);
    const isOutside = dirname(place.cluster) !== place.home;
    rmSync(isOutside ? dirname(place.cluster) : place.cluster, { recursive: true, force: true });
  }
  for (const name of ['postgres.json', 'postgres.log', inFolder])
    rmSync(join(folder, name), { recursive: true, force: true });
}
