import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
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

export interface ServerProcessOptions {
  /** A port that is free, at which people reach the server as `localhost`; by an address in digits at any port unless given. */
  readonly port?: number;
  /** Variables beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A data folder, new unless given. It goes when the server stops. */
  readonly data?: string;
  /** A brand of so many members, made before the server is up. */
  readonly demoMembers?: number;
}

/** A port that nobody listens at. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // An internet socket has such an address.
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A data folder that nobody has used. Its database may run under another account, which has to get through. */
export function makeDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-e2e-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** Runs a command of the product to its end. */
export function runPerennial(...words: readonly string[]): Promise<void> {
  return runToEnd([process.execPath, join(root, 'apps/server/bin/perennial.js'), ...words]);
}

/** Builds the console when it is not there yet, then starts the real server. */
export async function startServerProcess({
  port,
  environment = {},
  data = makeDataFolder(),
  demoMembers,
}: ServerProcessOptions = {}): Promise<ServerProcess> {
  if (!existsSync(join(root, 'apps/console/dist/index.html')))
    await runToEnd(['npm', 'run', 'build', '-w', '@perennial/console']);
  const server = spawn(
    process.execPath,
    [
      join(root, 'apps/server/bin/perennial.js'),
      ...(demoMembers === undefined ? ['start', '--no-build'] : ['demo', '--members', String(demoMembers)]),
      '--port',
      String(port ?? 0),
      '--no-open',
      '--data',
      data,
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...publicUrlOf(port), ...environment } },
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

function publicUrlOf(port: number | undefined): Readonly<Record<string, string>> {
  return port === undefined ? {} : { PERENNIAL_PUBLIC_URL: `http://localhost:${port}` };
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
