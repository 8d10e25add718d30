import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { FileError } from '../../table-files/scan-file.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { noteUse, partialEnd, uploadsFolderOf } from './kept-files/upload-retention.ts';
import { planImport } from './plan-import.ts';
import type { ImportPlan } from './plan-import.ts';

export interface UploadsOptions {
  readonly dataFolder: string;
  /** Bytes of one file; 1 GiB unless given. */
  readonly bytesMax?: number;
}

export interface UploadedFile {
  readonly fileName: string;
  readonly content: Readable;
  readonly signal: AbortSignal;
}

/** An uploaded file in use. Whoever holds one may read it until the release. */
export interface HeldUpload {
  readonly id: string;
  /** As it is guessed from the file now: nothing but its id was remembered. */
  readonly plan: ImportPlan;
  /** `done`: nobody needs the file any more; it goes with the last who holds it. */
  release(outcome: 'done' | 'kept'): Promise<void>;
}

/** Files that were sent in and are not imported yet. */
export interface Uploads {
  /** Keeps a file. Throws `import.unreadable`, and `request.too_large` as soon as it is; then nothing of it is left. */
  add(file: UploadedFile): Promise<HeldUpload>;
  /** Throws `import.not_found` and `import.unreadable`. */
  hold(id: string): Promise<HeldUpload>;
}

export const idShape = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const uploadBytesMax = 1024 ** 3;

interface Use {
  holders: number;
  isDone: boolean;
}

/**
 * Uploads in a folder of their own. A file is used by runs and checks side by side, each of which reads it several times, so it is
 * removed when one of them is done with it and the last has let it go.
 */
export function createUploads({ dataFolder, bytesMax = uploadBytesMax }: UploadsOptions): Uploads {
  const folder = uploadsFolderOf(dataFolder);
  const pathOf = (id: string) => join(folder, id);
  const uses = new Map<string, Use>();

  async function release(id: string, use: Use): Promise<void> {
    use.holders -= 1;
    if (use.holders > 0) return;
    if (use.isDone) await Promise.all([pathOf(id), `${pathOf(id)}.name`].map((path) => rm(path, { force: true })));
    // It stays unknown to new holders until it is gone.
    if (use.holders === 0) uses.delete(id);
  }

  async function hold(id: string): Promise<HeldUpload> {
    const use = uses.get(id) ?? { holders: 0, isDone: false };
    if (use.isDone || !idShape.test(id)) throw new ProblemError('import.not_found');
    uses.set(id, use);
    use.holders += 1;
    try {
      await noteUse(pathOf(id));
      const plan = await planFile(pathOf(id));
      return {
        id,
        plan,
        release(outcome) {
          use.isDone ||= outcome === 'done';
          return release(id, use);
        },
      };
    } catch (error) {
      await release(id, use);
      throw error;
    }
  }

  return {
    hold,
    async add({ fileName, content, signal }) {
      const id = randomUUID();
      await mkdir(folder, { recursive: true, mode: 0o700 });
      try {
        const partial = `${pathOf(id)}${partialEnd}`;
        // Whose body is refused is still to be answered: the pipeline must not end it, which ends the connection.
        const pieces: AsyncIterable<Buffer> = content.iterator({ destroyOnReturn: false });
        await pipeline(pieces, bounded(bytesMax), createWriteStream(partial, { mode: 0o600 }), { signal });
        await rename(partial, pathOf(id));
        await writeFile(`${pathOf(id)}.name`, fileName, { mode: 0o600 });
        return await hold(id);
      } catch (error) {
        for (const end of ['', '.name', partialEnd]) await rm(`${pathOf(id)}${end}`, { force: true });
        throw error;
      }
    },
  };
}

/** Counts what comes: a body in pieces states no length. */
function bounded(bytesMax: number) {
  return async function* count(pieces: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    let bytes = 0;
    for await (const piece of pieces) {
      bytes += piece.length;
      if (bytes > bytesMax) throw fileTooLarge(bytesMax);
      yield piece;
    }
  };
}

export function fileTooLarge(bytesMax: number): ProblemError {
  const detail = { en: `A file may have ${bytesMax} bytes.`, zh: `文件最多 ${bytesMax} 字节。` };
  return new ProblemError('request.too_large', { detail, context: { bytesMax } });
}

/** The name stands beside the file and goes with it, perhaps while it is being looked at. */
async function planFile(path: string): Promise<ImportPlan> {
  try {
    return await planImport(path, { fileName: await readFile(`${path}.name`, 'utf8') });
  } catch (error) {
    if (isMissing(error)) throw new ProblemError('import.not_found');
    if (error instanceof FileError) throw new ProblemError('import.unreadable', { detail: error.message });
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
