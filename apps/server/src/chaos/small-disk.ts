import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own, for tests that fill it. */
export interface SmallDisk {
  readonly folder: string;
  /** Bytes that are left. */
  readonly free: () => number;
  /** Takes so much room that about so many bytes are left. */
  fillUpTo(bytesLeft: number): void;
  /** Gives back what `fillUpTo` took. */
  makeRoom(): void;
  unmount(): void;
}

const chunkBytes = 1024 * 1024;

/** False where others have taken the last of the room meanwhile. */
function grow(file: string): boolean {
  try {
    writeFileSync(file, Buffer.alloc(chunkBytes, 1), { flag: 'a' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}

/** Undefined, with a notice, where this user may not mount any. */
export function mountSmallDisk(megabytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=711`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true, force: true });
    process.stderr.write('notice: no file system can be mounted here; left out: a full disk\n');
    return undefined;
  }
  chmodSync(folder, 0o711);
  const ballast = join(folder, 'ballast');
  const free = () => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  return {
    folder,
    free,
    fillUpTo(bytesLeft) {
      while (free() - bytesLeft >= chunkBytes && grow(ballast));
    },
    makeRoom: () => rmSync(ballast, { force: true }),
    unmount() {
      // What still ends there holds it for a moment.
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
