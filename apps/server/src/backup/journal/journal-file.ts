import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { z } from 'zod';

/** Lies beside the backups, because a backup of before an erasure still holds who was erased. Ids alone: it says nothing of anybody. */
export const journalName = 'erasures.jsonl';

/** One member who was erased. The instant and the erasure are null where only the database was asked, which keeps neither. */
const notedErasure = z.object({
  memberId: z.uuid(),
  erasureId: z.uuid().nullable(),
  erasedAt: z.iso.datetime().nullable(),
});
export type NotedErasure = z.infer<typeof notedErasure>;

/** A line cannot be read, so whoever it names would come back. */
export class BrokenJournalError extends Error {
  override readonly name = 'BrokenJournalError';
}

/** Undefined where there is none. Throws `BrokenJournalError`, naming the line. */
export function readJournal(file: string): readonly NotedErasure[] | undefined {
  const lines = readLines(file);
  return lines?.map((line, index) => {
    const read = parseLine(line);
    if (read !== undefined) return read;
    throw new BrokenJournalError(
      `Line ${index + 1} of ${file} cannot be read, so whoever it names would come back. Nothing was written. If the same erasure stands in another line, or she is to be erased by hand afterwards, delete the line.`,
    );
  });
}

/** Adds those who are not in it yet, on the disk when it returns; answers how many. Makes the file, not its folder. */
export function addToJournal(file: string, erasures: readonly NotedErasure[]): number {
  const lines = readLines(file);
  const noted = new Set(lines?.map((line) => parseLine(line)?.memberId));
  const added = erasures.filter(({ memberId }) => !noted.has(memberId));
  // Where backups are only read, a list that has everybody is as good as one that can be written.
  if (lines !== undefined && added.length === 0) return 0;
  const handle = openSync(file, 'a+', 0o600);
  try {
    if (added.length === 0) return 0;
    // What was cut off while it was written must not take the next one with it.
    const start = endsWithinLine(handle) ? '\n' : '';
    // One write at the end of the file: two processes do not come between each other.
    writeSync(handle, start + added.map((one) => `${JSON.stringify(one)}\n`).join(''));
    fsyncSync(handle);
    return added.length;
  } finally {
    closeSync(handle);
  }
}

function endsWithinLine(handle: number): boolean {
  const { size } = fstatSync(handle);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(handle, last, 0, 1, size - 1);
  return last.toString() !== '\n';
}

function readLines(file: string): readonly string[] | undefined {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseLine(line: string): NotedErasure | undefined {
  try {
    return notedErasure.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
