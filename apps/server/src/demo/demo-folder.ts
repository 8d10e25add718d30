import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { countLoggedSteps } from '@perennial/postgres/reading';
import type { Database } from '@perennial/postgres';
import { CommandError } from '../cli/command/command.ts';
import { demoFileOf, holdsDemo, readFolderRecord } from '../stores/index.ts';
import { readMarker } from './demo-marker.ts';

/** Where the demo lives unless somebody says where: never where one's own membership lives unless somebody says so. */
export const demoFolderDefault = '.perennial-demo';

/** Made-up members among one's own could not be told apart any more. Asked before anything is opened or made. */
export function refuseOwnFolder(dataFolder: string, databaseUrl: string | undefined): void {
  if (holdsDemo(dataFolder)) {
    if (readMarker(dataFolder) !== undefined) return;
    throw new CommandError(
      `${demoFileOf(dataFolder)}, by which the demo is known, cannot be read: delete the folder, and it is made anew.`,
    );
  }
  const hasOwn = existsSync(join(dataFolder, 'postgres.json')) || readFolderRecord(dataFolder) !== undefined;
  // What a database elsewhere holds is asked when it is open.
  if (hasOwn && databaseUrl === undefined) throw new CommandError(describeOwn(dataFolder));
}

/** The same for a database that was there before its folder. */
export async function refuseOwnFacts(database: Database, dataFolder: string): Promise<void> {
  if (holdsDemo(dataFolder) || (await countLoggedSteps(database)) === 0) return;
  throw new CommandError(describeOwn(dataFolder));
}

function describeOwn(dataFolder: string): string {
  return (
    `${dataFolder} holds a membership of your own, and the demo is not put among it: nothing was changed. ` +
    `Without --data and PERENNIAL_DATA the demo has a folder of its own, ${demoFolderDefault}; your own starts with \`npx perennial start\`.`
  );
}

/** Throws where a file of one's own would be mixed with made-up members. */
export function refuseDemo(dataFolder: string): void {
  if (!holdsDemo(dataFolder)) return;
  throw new CommandError(
    `${dataFolder} holds the demo brand, whose members are made up: nothing was imported. ` +
      'Name a folder of your own with --data, which is made if it is not there; or add --into-demo to try the import among the demo.',
  );
}
