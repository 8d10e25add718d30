/**
 * `npm run lock`: completes package-lock.json with the platform packages that npm left out, and takes out which Nodes packages run on.
 *
 * Many tools ship one optional package a platform. npm drops from the lock file those that it could not look up (an
 * incomplete mirror, or an install from a node_modules of one platform), and newer versions of `npm ci` then refuse the
 * file as out of date, on every platform. An entry needs no more than the exact version and the platform it is for;
 * its integrity is absent until somebody installs it there.
 *
 * Packages of newer Nodes than the machine's would each be warned of by `npm ci`, although they run on the pinned one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findMissingPlatformPackages, findStatedEngines } from './lock-file.ts';
import type { LockFile } from './lock-file.ts';
import { root } from './run-step.ts';

const operatingSystems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'aix', 'netbsd', 'openbsd'];
const processors = ['arm64', 'arm', 'ia32', 'x64', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32'];

const path = join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8')) as LockFile;
const missing = findMissingPlatformPackages(lock);
const stated = findStatedEngines(lock);

for (const { parent, name, version } of missing) {
  lock.packages[`node_modules/${name}`] = {
    version,
    ...platformOf(name),
    ...(lock.packages[parent]?.['dev'] === true ? { dev: true } : {}),
    optional: true,
  };
}
for (const path of stated) {
  const { engines: _, ...rest } = lock.packages[path] ?? {};
  lock.packages[path] = rest;
}
const [rootEntry, ...entries] = Object.entries(lock.packages);
const sorted = entries.toSorted(([a], [b]) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries(rootEntry === undefined ? sorted : [rootEntry, ...sorted]);
if (missing.length + stated.length > 0) writeFileSync(path, `${JSON.stringify(lock, undefined, 2)}\n`);
process.stdout.write(
  `${missing.length} platform packages added to package-lock.json, the Nodes of ${stated.length} packages taken out\n`,
);

function platformOf(name: string): Readonly<Record<string, readonly string[]>> {
  const words = name.split(/[/@.-]/);
  const isWindows = words.some((word) => word === 'win32' || word === 'windows' || word === 'win');
  const system = isWindows ? 'win32' : operatingSystems.find((candidate) => words.includes(candidate));
  const processor = processors.find((candidate) => words.includes(candidate));
  if (system === undefined || processor === undefined) {
    throw new Error(`${name}: no platform can be told from the name; add its entry to package-lock.json by hand.`);
  }
  return { cpu: [processor], os: [system] };
}
