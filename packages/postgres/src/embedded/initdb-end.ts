import { dirname } from 'node:path';
import { DataFolderError } from './folder-error.ts';

export interface InitdbEnd {
  readonly code: number | null;
  /** Everything that it wrote. */
  readonly output: string;
  readonly cluster: string;
}

/** Why no cluster was made: a full disk is told for a person, anything else in the program's own words. */
export function describeInitdbEnd({ code, output, cluster }: InitdbEnd): Error {
  if (!/No space left on device|Disk quota exceeded/.test(output))
    return new Error(`initdb ended with code ${code}: ${output.trim().slice(-2_000)}`);
  return new DataFolderError(
    `There is no room for the database at ${dirname(cluster)}: it takes about 70 MB before anybody is in it. Nothing of it was kept. Make room, or name a folder on another disk with --data.`,
  );
}
