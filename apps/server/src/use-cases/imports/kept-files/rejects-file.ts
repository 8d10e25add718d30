import { createWriteStream, mkdirSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { dirname, join } from 'node:path';
import { guardCell } from '@perennial/domain/reading';
import type { RowReject } from '@perennial/engine/import';

/** Rejected rows on their way to a file: `line,code,reason`. The file is made with the first one, readable by its owner alone. */
export interface RejectsFile {
  readonly path: string;
  readonly count: number;
  /** The first ones, for showing. */
  readonly first: readonly RowReject[];
  add(rejects: readonly RowReject[]): void;
  close(): Promise<void>;
}

const shownMax = 20;

export function rejectsFolderOf(dataFolder: string): string {
  return join(dataFolder, 'imports');
}

export function createRejectsFile(path: string): RejectsFile {
  let stream: ReturnType<typeof createWriteStream> | undefined;
  let failure: Error | undefined;
  const first: RowReject[] = [];
  let count = 0;
  const open = () => {
    mkdirSync(dirname(path), { recursive: true });
    const opened = createWriteStream(path, { mode: 0o600 });
    // Told when the file is closed: until then the rows themselves go on.
    opened.on('error', (error) => (failure = error));
    opened.write('line,code,reason\n');
    return opened;
  };
  return {
    path,
    get count() {
      return count;
    },
    first,
    add(rejects) {
      if (rejects.length === 0) return;
      stream ??= open();
      count += rejects.length;
      first.push(...rejects.slice(0, shownMax - first.length));
      stream.write(rejects.map((one) => `${one.line},${one.code},${quote(one.reason)}\n`).join(''));
    },
    async close() {
      if (stream === undefined) return;
      stream.end();
      await finished(stream).catch(
        (error: unknown) => (failure ??= error instanceof Error ? error : new Error(String(error))),
      );
      if (failure !== undefined) throw new Error(`The rejects could not be written to ${path}.`, { cause: failure });
    },
  };
}

function quote(text: string): string {
  // One line a row, so that what is hers can be taken out of it line by line.
  return `"${guardCell(text)
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll('"', '""')}"`;
}
