import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Real processes of the product, for tests that kill, freeze and stop them: what a test starts in its own process cannot be
 * killed without the test.
 */

const binary = fileURLToPath(new URL('../../bin/perennial.js', import.meta.url));

/** Few shards, so that a small load fills them, and embedded stores whatever this machine's environment names. */
const ownStores = { PERENNIAL_SHARDS: '8', DATABASE_URL: '', CLICKHOUSE_URL: '' };

/** Whom a process belongs to, when it is not whoever runs the tests. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface ProcessOptions {
  readonly dataFolder: string;
  readonly account?: Account;
  /** Options of `start`, such as `--role api`. */
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ServerProcess {
  /** Where it listens; '' for a worker. */
  readonly address: string;
  readonly pid: number;
  /** Everything that it wrote to standard output and error: its log. */
  log(): string;
  signal(name: NodeJS.Signals): void;
  /** Sends SIGKILL and resolves when it is gone. */
  kill(): Promise<void>;
  /** Sends SIGTERM; resolves to the exit code and the milliseconds that it took. */
  stop(): Promise<{ readonly code: number | null; readonly ms: number }>;
}

/** Starts `perennial start` and resolves once it says where it listens. Rejects with its log when it ends instead. */
export async function startServerProcess(options: ProcessOptions): Promise<ServerProcess> {
  const words = [
    'start',
    '--data',
    options.dataFolder,
    '--port',
    '0',
    '--no-open',
    '--no-build',
    '--json',
    ...(options.args ?? []),
  ];
  const child = spawn(process.execPath, [binary, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...ownStores, ...options.environment },
    ...options.account,
  });
  const exited = once(child, 'exit');
  const texts: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => texts.push(text));
  const log = () => texts.join('');
  const said = await Promise.race([
    announcement(child, log),
    exited.then(() => Promise.reject(new Error(`the server ended instead of starting: ${log()}`))),
  ]);
  return {
    address: said.address ?? '',
    pid: said.pid,
    log,
    signal: (name) => void child.kill(name),
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      const startedAt = performance.now();
      child.kill('SIGTERM');
      await exited;
      return { code: child.exitCode, ms: performance.now() - startedAt };
    },
  };
}

interface Announcement {
  readonly address?: string;
  readonly pid: number;
}

function announcement(child: ChildProcess, log: () => string): Promise<Announcement> {
  return new Promise((resolve) => {
    child.stdout?.on('data', () => {
      const line = log()
        .split('\n')
        .find((one) => one.startsWith('{') && one.includes('"pid"') && !one.includes('"level"'));
      // What `start --json` prints is its contract.
      if (line !== undefined) resolve(JSON.parse(line) as Announcement);
    });
  });
}

/** Runs a command to its end. */
export async function runPerennial(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  account?: Account,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [binary, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...ownStores, ...environment },
    ...account,
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  await once(child, 'close');
  return { code: child.exitCode, ...said };
}

/** Starts a command that is not to come to its end. */
export function startCommand(words: readonly string[]): { kill(): Promise<void> } {
  const child = spawn(process.execPath, [binary, ...words], {
    stdio: 'ignore',
    env: { ...process.env, ...ownStores },
  });
  const exited = once(child, 'exit');
  return {
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
