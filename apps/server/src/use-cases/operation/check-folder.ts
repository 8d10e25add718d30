import { refuseForeignLens } from '@perennial/clickhouse';
import type { LensOwner, LensReader } from '@perennial/clickhouse';
import type { Finding } from './finding.ts';

export interface FolderPorts {
  readonly dataFolder: string;
  /** The folder that this one was copied from, where it is still there. */
  readonly original: string | undefined;
  readonly installationId: string;
  readonly owner: LensOwner;
  readonly openLens: () => Promise<LensReader>;
}

/** Whether folder, database and lens are of one installation. Folder and database were compared when they were opened. */
export async function checkFolderIdentity(ports: FolderPorts): Promise<readonly Finding[]> {
  return [folderFinding(ports), await lensFinding(ports)];
}

function folderFinding({ dataFolder, original, installationId }: FolderPorts): Finding {
  const check = 'installation';
  if (original === undefined)
    return { check, verdict: 'ok', detail: `${installationId}, in the folder and its database` };
  const detail = `${dataFolder} is a copy of ${original}: two of installation ${installationId}, each with a database of its own. Remove one of them before both send something to members; a backup and a restore (perennial backup, perennial restore) make an installation of its own`;
  return { check, verdict: 'warning', detail };
}

async function lensFinding({ owner, openLens }: FolderPorts): Promise<Finding> {
  const check = 'lens';
  try {
    await refuseForeignLens(await openLens(), owner);
    return { check, verdict: 'ok', detail: 'of this installation' };
  } catch (error) {
    return { check, verdict: 'wrong', detail: error instanceof Error ? error.message : String(error) };
  }
}
