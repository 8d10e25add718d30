/** What we read of package-lock.json (lockfileVersion 3). */
export interface LockFile {
  packages: Record<string, Readonly<Record<string, unknown>>>;
}

export interface MissingPackage {
  /** Path in the lock file of the package that asks for it. */
  readonly parent: string;
  readonly name: string;
  readonly version: string;
}

/** The optional dependencies, pinned to an exact version, that have no entry where Node would look for them. */
export function findMissingPlatformPackages(lock: LockFile): readonly MissingPackage[] {
  return Object.entries(lock.packages).flatMap(([parent, entry]) =>
    Object.entries(recordOf(entry['optionalDependencies']))
      .filter(([name, range]) => /^\d/.test(String(range)) && !isFound(lock, parent, name))
      .map(([name, version]) => ({ parent, name, version: String(version) })),
  );
}

/**
 * The locked packages that say which Nodes they run on. npm compares that with the Node that installs, and warns; they run on the one
 * that is installed with them.
 */
export function findStatedEngines(lock: LockFile): readonly string[] {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path.startsWith('node_modules/') && entry['engines'] !== undefined)
    .map(([path]) => path);
}

/** Looks in the package's own node_modules and in those of every folder above, as Node does. */
function isFound(lock: LockFile, parent: string, name: string): boolean {
  const folders = parent === '' ? [''] : [parent, ...foldersAbove(parent), ''];
  return folders.some((folder) => `${folder === '' ? '' : `${folder}/`}node_modules/${name}` in lock.packages);
}

function foldersAbove(path: string): readonly string[] {
  const index = path.lastIndexOf('/node_modules/');
  return index === -1 ? [] : [path.slice(0, index), ...foldersAbove(path.slice(0, index))];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
