import { spawn } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ownRoot = fileURLToPath(new URL('../../../..', import.meta.url));
/** What the console is made of. */
const sources = [
  'apps/console/src',
  'apps/console/public',
  'apps/console/index.html',
  'apps/console/vite.config.ts',
  'packages/contracts/src',
  'packages/domain/src',
];

export type ConsoleBuild = 'fresh' | 'built' | 'absent';

/**
 * Builds the console when what it is made of is newer than what was built. Rejects with the builder's own words when that fails; what was
 * built before is then there as it was.
 */
export async function ensureConsole(signal: AbortSignal, root = ownRoot): Promise<ConsoleBuild> {
  const page = join(root, 'apps/console/dist/index.html');
  const builtAt = existsSync(page) ? statSync(page).mtimeMs : 0;
  const newestAt = Math.max(...sources.map((path) => newestIn(join(root, path))));
  if (builtAt > newestAt) return 'fresh';
  if (!existsSync(viteOf(root))) return builtAt > 0 ? 'fresh' : 'absent';
  const workshop = join(root, 'apps/console/node_modules');
  const draft = join(workshop, `.build-${process.pid}`);
  try {
    await run(root, draft, signal);
    put(draft, join(root, 'apps/console/dist'));
  } finally {
    rmSync(draft, { recursive: true, force: true });
    removeEmpty(workshop);
  }
  return 'built';
}

/** Another build may be at work in it. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (
      !(
        error instanceof Error &&
        'code' in error &&
        ['ENOENT', 'ENOTEMPTY', 'EEXIST', 'EROFS', 'EACCES'].includes(String(error.code))
      )
    )
      throw error;
  }
}

function viteOf(root: string): string {
  return join(root, 'node_modules/vite/bin/vite.js');
}

function newestIn(path: string): number {
  if (!existsSync(path)) return 0;
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  return Math.max(own.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

/** In the place of the former build at once, so that nobody finds half of one; of two that were built at once, one stays. */
function put(draft: string, place: string): void {
  const former = `${draft}.former`;
  try {
    if (existsSync(place)) renameSync(place, former);
    renameSync(draft, place);
  } catch (error) {
    if (!existsSync(join(place, 'index.html'))) throw error;
  } finally {
    rmSync(former, { recursive: true, force: true });
  }
}

const saidMax = 4_000;

function describe(said: string, root: string): string {
  if (/\b(?:EROFS|EACCES|EPERM)\b/.test(said))
    return `The console could not be built: this user may not write to ${root}, or its disk is read-only. Run \`npm run build\` where it may be written.`;
  if (/\bENOSPC\b/.test(said)) return `The console could not be built: the disk of ${root} is full.`;
  return `The console could not be built:\n${said.trimEnd()}`;
}

function run(root: string, draft: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const words = [viteOf(root), 'build', 'apps/console', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'];
    const child = spawn(process.execPath, words, { cwd: root, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const listen = (chunk: Buffer) => (said = (said + chunk.toString()).slice(-saidMax));
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    let failure: unknown;
    child.on('error', (error) => (failure = error));
    // What it has open is written by then.
    child.on('close', (code) => {
      if (failure !== undefined) reject(failure);
      else if (code === 0) resolve();
      else reject(new Error(describe(said, root)));
    });
  });
}
