import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProblem } from '@perennial/contracts';
import type { ErrorCode } from '@perennial/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSample } from './testing/page-samples.ts';
import type { SampleRun } from './testing/page-samples.ts';

/** Servers that answer otherwise than a Perennial of this release: what is said of them, and what is left undone. */

let home: string;
let folder: string;
let server: Server | undefined;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'perennial-program-server-'));
  folder = join(home, 'brand');
  mkdirSync(folder);
  writeFileSync(join(folder, 'settings.json'), '{"metrics": []}');
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  rmSync(home, { recursive: true, force: true });
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** The address of a server that answers so. */
async function serve(answer: Answer): Promise<string> {
  server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
}

const key = 'pk_api_0123456789abcdef0123456789abcdef';

interface RunOptions {
  readonly apiKey?: string;
  readonly signal?: AbortSignal;
}

async function run(words: string, { apiKey = key, signal }: RunOptions = {}): Promise<SampleRun> {
  const ran = await runSample(`npx perennial program ${words}`, {
    environment: { PERENNIAL_DATA: join(home, 'none'), ...(apiKey === '' ? {} : { PERENNIAL_API_KEY: apiKey }) },
    ...(signal === undefined ? {} : { signal }),
  });
  // Whatever is said, the key is not.
  expect(ran.out + ran.err).not.toContain(key);
  return ran;
}

const json: (status: number, body: unknown, headers?: Record<string, string>) => Answer =
  (status, body, headers = {}) =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
const problem = (code: ErrorCode, headers?: Record<string, string>, context = {}): Answer => {
  const body = createProblem(code, { context });
  return json(body.status, body, headers);
};

/** The three commands, each of which asks something else first. */
const commands = (address: string) => [
  `pull ${folder} --server ${address}`,
  `plan ${folder} --server ${address}`,
  `apply ${folder} --note x --expect-version 1 --server ${address}`,
];

describe('a server', () => {
  it.each<readonly [string, Answer, string]>([
    ['that does not know the key', problem('auth.key_invalid'), 'does not know the key in PERENNIAL_API_KEY'],
    [
      'that gives the key no right',
      problem('auth.forbidden', {}, { capability: 'program.rules' }),
      'it has no scope program.rules',
    ],
    ['of an older release', problem('resource.not_found'), 'its release is older than this command'],
    [
      'that is stopping',
      problem('server.unavailable', { 'retry-after': '2' }),
      'is busy: The service cannot answer at the moment. Try again in 2 s.',
    ],
    ['that is asked too often', problem('request.rate_limited', { 'retry-after': '17' }), 'Try again in 17 s.'],
    ['that failed', problem('server.failed'), 'Something failed on our side'],
    [
      'that is a page of something else',
      (_request, response) => response.end('<!doctype html>'),
      'is no Perennial, or one of another release',
    ],
    [
      'that answers in another shape',
      json(200, { items: [{ version: 'one' }], version: [] }),
      'is no Perennial, or one of another release',
    ],
    [
      'behind a proxy that cannot reach it',
      (_request, response) => response.writeHead(502).end('Bad Gateway'),
      'is no Perennial: it says 502 Bad Gateway',
    ],
    [
      'that has moved',
      (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      'cannot be reached: unexpected redirect',
    ],
    ['that hangs up', (request) => void request.socket.destroy(), 'cannot be reached'],
  ])('%s', async (_name, answer, said) => {
    const address = await serve(answer);
    for (const words of commands(address)) {
      const { code, out, err } = await run(words);
      expect({ words, code, out }).toEqual({ words, code: 1, out: '' });
      expect(err).toContain(said);
    }
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it('that is lost while it publishes is asked again, because nobody knows', async () => {
    const address = await serve((request) => void request.socket.destroy());
    const [pull = '', , apply = ''] = commands(address);
    expect((await run(apply)).err).toContain('Whether it was published is not known: applying again says so');
    expect((await run(pull)).err).not.toContain('published');
  });

  it('that is not there', async () => {
    const address = await serve(json(200, {}));
    server?.close();
    for (const words of commands(address)) {
      const { code, err } = await run(words);
      expect([code, err]).toEqual([1, expect.stringMatching(/cannot be reached: .*\(ECONNREFUSED\)/)]);
    }
    const unknown = await run(`plan ${folder} --server https://members.invalid`);
    expect([unknown.code, unknown.err]).toEqual([
      1,
      expect.stringMatching(/https:\/\/members\.invalid cannot be reached/),
    ]);
  });

  it('is sent the key alone as a header, and the documents without what editors need', async () => {
    writeFileSync(join(folder, 'settings.json'), '{"$schema": "./x.json", "metrics": []}');
    let seen = '';
    const address = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => void (body += chunk.toString()));
      request.on('end', () => {
        seen = [request.method, request.url, request.headers.authorization, body].join(' ');
        json(200, { currentVersion: 3, isUnchanged: true, changes: [], issues: [], warnings: [], previewId: null })(
          request,
          response,
        );
      });
    });
    expect(await run(`plan ${folder} --server ${address}/`)).toMatchObject({
      code: 0,
      out: expect.stringContaining(`Nothing would change: version 3 of ${address}`),
    });
    expect(seen).toBe(`POST /v1/program/plans Bearer ${key} {"documents":{"settings.json":{"metrics":[]}}}`);
  });
});

describe('a plan that is stopped', () => {
  it('cancels what the server was judging for it', async () => {
    const stop = new AbortController();
    const asked: string[] = [];
    const at = '2026-01-01T00:00:00.000Z';
    const progress = {
      id: 'job',
      status: 'running',
      done: 1,
      total: 256,
      startedAt: at,
      finishedAt: null,
      error: null,
    };
    const address = await serve((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      if (request.method === 'POST') {
        const changes = [
          { document: 'settings.json', kind: 'added', title: { en: 'Settings', zh: '设置' }, changes: [] },
        ];
        json(200, { currentVersion: 3, isUnchanged: false, changes, issues: [], warnings: [], previewId: 'job' })(
          request,
          response,
        );
        return;
      }
      if (request.method === 'DELETE') return json(200, {})(request, response);
      json(200, { ...progress, asOfAt: at, moves: [], membersChanged: 0, history: null })(request, response);
      stop.abort('SIGINT');
    });
    const { code, out, err } = await run(`plan ${folder} --server ${address}`, { signal: stop.signal });
    expect([code, out, err]).toEqual([1, '', expect.stringContaining('Stopped.')]);
    expect(asked).toEqual([
      'POST /v1/program/plans',
      'GET /v1/program/previews/job',
      'DELETE /v1/program/previews/job',
    ]);
  });

  it.each([
    ['cancelled', 'somebody cancelled it'],
    ['failed', 'server.failed'],
  ])('by somebody else or by itself is no plan: %s', async (status, said) => {
    const at = '2026-01-01T00:00:00.000Z';
    const ended = {
      id: 'job',
      status,
      done: 1,
      total: 2,
      startedAt: at,
      finishedAt: at,
      error: status === 'failed' ? said : null,
    };
    const address = await serve((request, response) =>
      request.method === 'POST'
        ? json(200, { currentVersion: 3, isUnchanged: false, changes: [], issues: [], warnings: [], previewId: 'job' })(
            request,
            response,
          )
        : json(200, { ...ended, asOfAt: at, moves: [], membersChanged: 0, history: null })(request, response),
    );
    const { code, err } = await run(`plan ${folder} --server ${address}`);
    expect([code, err]).toEqual([1, expect.stringContaining(`Who would move was not found out: ${said}`)]);
  });
});

describe('an address or a key that is none', () => {
  it.each([
    ['--server', '--server needs a value'],
    ['--server members.example.com', '--server takes an address such as'],
    ['--server ftp://members.example.com', '--server takes an address such as'],
    ['--server http://members.example.com', 'is not encrypted, and the key would be read on the way'],
    ['--server https://name:secret@members.example.com', 'takes no name and password'],
    ['--server https://members.example.com/v1/program', 'takes the address alone: https://members.example.com'],
    ['--server https://members.example.com?key=1', 'takes the address alone'],
  ])('%s', async (option, said) => {
    const pulled = await run(`pull ${folder} ${option}`);
    expect([pulled.code, pulled.err]).toEqual([2, expect.stringContaining(said)]);
    // 2 would say that something would change.
    const planned = await run(`plan ${folder} ${option}`);
    expect([planned.code, planned.err]).toEqual([1, expect.stringContaining(said)]);
  });

  it.each([
    ['', 'PERENNIAL_API_KEY is missing'],
    [`${key} ${key}`, 'PERENNIAL_API_KEY is no key'],
    [`${key}\n${key}`, 'PERENNIAL_API_KEY is no key'],
  ])('%j', async (apiKey, said) => {
    const { code, err } = await run(`plan ${folder} --server https://members.invalid`, { apiKey });
    expect([code, err]).toEqual([1, expect.stringContaining(said)]);
  });
});

describe('a command that is used wrongly', () => {
  it.each([
    ['pull', 2, 'DIR is missing'],
    ['plan', 1, 'DIR is missing'],
    ['apply brand', 2, '--note is missing'],
    ['apply brand --note ""', 2, '--note is missing'],
    [`apply brand --note ${'x'.repeat(1_001)}`, 2, '--note takes at most 1000 characters'],
    ['apply brand --note x --expect-version latest', 2, '--expect-version takes a whole number'],
    ['plan brand --detailed', 1, 'There is no option --detailed'],
    ['plan none', 1, 'There is no folder none'],
    ['publish brand', 2, 'program'],
  ])('%s', async (words, code, said) => {
    expect(await run(words)).toMatchObject({ code, out: '', err: expect.stringContaining(said) });
  });

  it('says that there is no installation, and makes none', async () => {
    for (const words of [`pull ${folder}-new`, `plan ${folder}`, `apply ${folder} --note x`]) {
      const { code, err } = await run(words);
      expect([code, err]).toEqual([1, expect.stringContaining('There is no installation in')]);
    }
    expect(readdirSync(home)).toEqual(['brand']);
  });

  it('takes nothing for a program that holds no document', async () => {
    rmSync(join(folder, 'settings.json'));
    for (const words of [`plan ${folder}`, `apply ${folder} --note x`]) {
      const { code, err } = await run(words);
      expect([code, err]).toEqual([1, expect.stringContaining(`${folder} holds no documents`)]);
    }
  });
});
