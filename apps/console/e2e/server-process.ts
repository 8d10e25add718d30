import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
const startTimeoutMs = 120_000;
/** SIGTERM drains within ten seconds; a server that takes longer than this is stopped for good. */
const stopTimeoutMs = 20_000;

export interface ServerProcess {
  readonly url: string;
  /** One-time link of the first administrator. */
  readonly signInUrl: string;
  readonly stop: () => Promise<void>;
}

/** Builds the console when it is not there yet, then starts the real server on a free port with a data folder of its own. */
export async function startServerProcess(): Promise<ServerProcess> {
  if (!existsSync(join(root, 'apps/console/dist/index.html')))
    await runToEnd(['npm', 'run', 'build', '-w', '@perennial/console']);
  const data = mkdtempSync(join(tmpdir(), 'perennial-e2e-'));
  const server = spawn(
    process.execPath,
    [join(root, 'apps/server/bin/perennial.js'), 'start', '--port', '0', '--no-open', '--no-build', '--data', data],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async () => {
    server.kill('SIGTERM');
    const timer = setTimeout(() => server.kill('SIGKILL'), stopTimeoutMs);
    await ended;
    clearTimeout(timer);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const signInUrl = await readSignInUrl(server.stdout, server.stderr, ended);
    return { url: new URL(signInUrl).origin, signInUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function readSignInUrl(
  output: NodeJS.ReadableStream,
  errors: NodeJS.ReadableStream,
  ended: Promise<void>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`The server did not start:\n${text}`)), startTimeoutMs);
    const take = (chunk: Buffer | string) => {
      text += String(chunk);
      const url = /http:\/\/\S+\/sign-in\?token=[\w-]+/.exec(text)?.[0];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    output.on('data', take);
    errors.on('data', take);
    void ended.then(() => {
      clearTimeout(timer);
      reject(new Error(`The server ended before it was up:\n${text}`));
    });
  });
}

function runToEnd([command = '', ...args]: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    spawn(command, args, { cwd: root, stdio: 'inherit' }).once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}`));
    });
  });
}
