import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const vite = join(root, 'node_modules/vite/bin/vite.js');
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

/** Builds the console when what it is made of is newer than what was built. Rejects with the builder's own words when that fails. */
export async function ensureConsole(signal: AbortSignal): Promise<ConsoleBuild> {
  const page = join(root, 'apps/console/dist/index.html');
  const builtAt = existsSync(page) ? statSync(page).mtimeMs : 0;
  const newestAt = Math.max(...sources.map((path) => newestIn(join(root, path))));
  if (builtAt > newestAt) return 'fresh';
  if (!existsSync(vite)) return builtAt > 0 ? 'fresh' : 'absent';
  await run(signal);
  return 'built';
}

function newestIn(path: string): number {
  if (!existsSync(path)) return 0;
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  return Math.max(own.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

const saidMax = 4_000;

function run(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', 'apps/console', '--logLevel', 'warn'], {
      cwd: root,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const listen = (chunk: Buffer) => (said = (said + chunk.toString()).slice(-saidMax));
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The console could not be built:\n${said}`));
    });
  });
}
