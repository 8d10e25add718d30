import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEmbeddedPostgres } from '@perennial/postgres';
import { shiftOwnStoreClock } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runPerennial, startServerProcess } from '../chaos/server-process.ts';
import type { ServerProcess } from '../chaos/server-process.ts';

/** Uploads as a socket brings them: without a length, without an end, a byte at a time. */

const gibibyte = 1024 ** 3;
/** A request may take two minutes, which is looked at every half minute. */
const endedWithin = { timeout: 180_000, interval: 500 };
let folder: string;
let server: ServerProcess;
let apiKey: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-upload-sockets-'));
  chmodSync(folder, 0o711);
  await shiftOwnStoreClock(folder);
  server = await startServerProcess({ dataFolder: folder });
  const words = ['keys', 'create', '--kind', 'api', '--scopes', 'imports.run', '--data', folder];
  apiKey = (await runPerennial(words)).stdout.trim();
});
afterAll(async () => {
  await server?.kill();
  await (await findEmbeddedPostgres({ folder }))?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const path = '/v1/imports/uploads?fileName=a.csv';
const uploads = () => (existsSync(join(folder, 'uploads')) ? readdirSync(join(folder, 'uploads')) : []);

interface Answer {
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly sentBytes: number;
}

/** Sends pieces for as long as they are taken, or until there is an answer. */
function sendEndless(headers: Readonly<Record<string, string>>): Promise<Answer> {
  const piece = Buffer.alloc(256 * 1024, 0x61);
  let sentBytes = 0;
  let isOver = false;
  return new Promise((resolve, reject) => {
    const sending = request(`${server.address}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/octet-stream', ...headers },
    });
    sending.on('response', (answer) => {
      isOver = true;
      const texts: Buffer[] = [];
      answer.on('data', (text: Buffer) => texts.push(text));
      answer.on('end', () => {
        sending.destroy();
        const { code } = JSON.parse(Buffer.concat(texts).toString()) as { readonly code?: string };
        resolve({ status: answer.statusCode, code, sentBytes });
      });
    });
    sending.on('error', (error) => (isOver ? undefined : reject(error)));
    const pump = (): void => {
      while (!isOver && sentBytes < 2 * gibibyte) {
        sentBytes += piece.length;
        if (!sending.write(piece)) return void sending.once('drain', pump);
      }
    };
    pump();
  });
}

/** A request whose body comes a piece at a time; resolves with what was answered until the socket ended. */
function openSlow(): { readonly socket: Socket; readonly ended: Promise<string> } {
  const { hostname, port } = new URL(server.address);
  const socket = connect(Number(port), hostname);
  const texts: string[] = [];
  socket.setEncoding('utf8').on('data', (text: string) => void texts.push(text));
  socket.on('error', () => undefined);
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${apiKey}\r\ncontent-type: application/octet-stream\r\ntransfer-encoding: chunked\r\n\r\n`,
  );
  const ended = new Promise<string>((resolve) => socket.on('close', () => resolve(texts.join(''))));
  return { socket, ended };
}

async function millisecondsToAnswer(): Promise<number> {
  const startedAt = performance.now();
  expect((await fetch(`${server.address}/health/live`)).status).toBe(200);
  return performance.now() - startedAt;
}

describe('an upload', () => {
  it('in pieces, without a length, ends at the bound', async () => {
    const answer = await sendEndless({ 'transfer-encoding': 'chunked' });
    expect(answer).toMatchObject({ status: 413, code: 'request.too_large' });
    expect(answer.sentBytes).toBeLessThan(gibibyte + 64 * 1024 * 1024);
    await expect.poll(uploads).toEqual([]);
  });

  it('that says at once that it is too large is refused before it is read', async () => {
    const answer = await sendEndless({ 'content-length': String(2 * gibibyte) });
    expect(answer).toMatchObject({ status: 413, code: 'request.too_large' });
    expect(answer.sentBytes).toBeLessThan(64 * 1024 * 1024);
    expect(uploads()).toEqual([]);
  });

  it('that breaks off leaves nothing', async () => {
    const { socket, ended } = openSlow();
    socket.write('5\r\na,b\n1\r\n');
    await expect.poll(uploads).toHaveLength(1);
    socket.destroy();
    await ended;
    await expect.poll(uploads).toEqual([]);
  });

  it('a byte at a time, a hundred times over, holds nobody else up, and is ended', async () => {
    const slow = Array.from({ length: 100 }, openSlow);
    const dripping = setInterval(() => {
      for (const { socket } of slow) if (socket.writable) socket.write('1\r\na\r\n');
    }, 1_000);
    try {
      await expect.poll(() => uploads().length, endedWithin).toBe(100);
      expect(await millisecondsToAnswer()).toBeLessThan(2_000);
      const answers = await Promise.all(slow.map(({ ended }) => ended));
      expect(await millisecondsToAnswer()).toBeLessThan(2_000);
      expect(answers.every((answer) => answer === '' || answer.startsWith('HTTP/1.1 408 '))).toBe(true);
      await expect.poll(uploads, endedWithin).toEqual([]);
    } finally {
      clearInterval(dripping);
      for (const { socket } of slow) socket.destroy();
    }
  });
});
