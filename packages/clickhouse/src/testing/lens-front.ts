import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('front-process.ts', import.meta.url));

/** A lens that is reached by URL, in a process of its own, that tests take away and bring back. */
export interface LensFront {
  readonly url: string;
  /** Sends SIGKILL and resolves when it is gone: what it was doing is cut off where it was. */
  kill(): Promise<void>;
  /** Starts it again under the same URL, with what it had on disk, or empty. */
  restart(content: 'kept' | 'emptied'): Promise<void>;
  /** Ends it and removes its folder. */
  close(): Promise<void>;
}

/** Starts a front on an empty folder and a free port. */
export async function startLensFront(): Promise<LensFront> {
  const parent = mkdtempSync(join(tmpdir(), 'perennial-front-'));
  const folder = join(parent, 'lens');
  let running = await start(folder, 0);
  const { port } = running;
  const kill = async () => {
    if (running.child.exitCode !== null || running.child.signalCode !== null) return;
    const exited = once(running.child, 'exit');
    running.child.kill('SIGKILL');
    await exited;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    kill,
    async restart(content) {
      await kill();
      if (content === 'emptied') rmSync(folder, { recursive: true, force: true });
      running = await start(folder, port);
    },
    async close() {
      await kill();
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

async function start(folder: string, port: number): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = spawn(process.execPath, [program, folder, String(port)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const said = Promise.withResolvers<number>();
  child.stdout.setEncoding('utf8').once('data', (line: string) => {
    // Its one line, written by the program beside this file.
    said.resolve((JSON.parse(line) as { port: number }).port);
  });
  child.once('exit', (code) => said.reject(new Error(`the front ended with ${code} instead of listening`)));
  return { child, port: await said.promise };
}
