import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { CommandError } from '../command/command.ts';
import type { Output } from '../command/output.ts';

/** Where rows are written that leave: a file that nobody else may read, or standard output. */
export interface RowsOut {
  /** A table, and not a JSON object a line. */
  readonly isTable: boolean;
  write(text: string): Promise<void>;
  /** Throws where the file cannot be written. */
  end(): Promise<void>;
}

export function openRowsOut(name: string | undefined, standard: Pick<Output, 'write'>): RowsOut {
  const file = name === undefined ? undefined : createWriteStream(resolve(name), { mode: 0o600 });
  // Told by `end`.
  file?.on('error', () => undefined);
  return {
    isTable: name?.endsWith('.csv') === true,
    async write(text) {
      if (file === undefined) await standard.write(text);
      else if (!file.write(text)) await Promise.race([once(file, 'drain'), once(file, 'close')]);
    },
    async end() {
      if (file === undefined) return;
      file.end();
      await finished(file).catch((cause: unknown) => {
        throw new CommandError(`${name} cannot be written.`, { cause });
      });
    },
  };
}
