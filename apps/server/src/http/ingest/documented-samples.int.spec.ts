import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIngestServer, testWriteKey, type IngestServer } from './testing/ingest-server.ts';

/** What the pages about facts show, sent as it stands there to a server that listens. */

const documentedAddress = 'http://127.0.0.1:4600';
const workspace = join(import.meta.dirname, '../../..');
const run = promisify(execFile);

let server: IngestServer;
beforeAll(async () => {
  server = await startIngestServer();
});
afterAll(async () => {
  await server?.close();
});

function samplesOf(page: string, language: string): readonly string[] {
  const text = readFileSync(join(workspace, '../../docs', page), 'utf8');
  const blocks = text.matchAll(new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'gm'));
  return [...blocks].map((match) => (match[1] ?? '').replaceAll(documentedAddress, server.url));
}

async function storedTypes(): Promise<readonly string[]> {
  const rows = await server.database.rows<{ type: string }>({ name: 'test_types', text: 'select type from fact' }, []);
  return rows.map((row) => row.type);
}

/** Sends what a curl command would send; curl itself is not on every machine. */
async function sendAsCurl(command: string): Promise<unknown> {
  const words = [...command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => (single ?? double ?? bare ?? '').replaceAll('$WRITE_KEY', testWriteKey),
  );
  const after = (option: string) => words.filter((_, n) => words[n - 1] === option);
  const headers = after('-H').map((header): [string, string] => {
    const [name = '', ...rest] = header.split(':');
    return [name, rest.join(':').trim()];
  });
  const url = words.find((word) => word.startsWith('http')) ?? '';
  const response = await fetch(url, { method: 'POST', headers, body: after('-d').join('') });
  return response.json();
}

describe('the page on sending facts', () => {
  it('shows a curl command whose fact is accepted', async () => {
    const [command = ''] = samplesOf('how-to/send-facts.md', 'sh');
    expect(command).toMatch(/^ *curl /);
    expect(await sendAsCurl(command)).toMatchObject({ accepted: 1, duplicate: 0, quarantined: 0, rejected: 0 });
  });

  it('shows a program for Segment’s client that delivers', async () => {
    const [program = ''] = samplesOf('how-to/send-facts.md', 'ts');
    await run(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: workspace,
      env: { ...process.env, WRITE_KEY: testWriteKey },
    });
    expect(await storedTypes()).toEqual(expect.arrayContaining(['attributes.changed', 'order.paid']));
  });
});

describe('the reference of facts', () => {
  it('shows a fact that is taken, and the answer that comes', async () => {
    const [fact = '', answer = ''] = samplesOf('reference/facts.md', 'json');
    const response = await fetch(`${server.url}/v1/facts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testWriteKey}`, 'content-type': 'application/json' },
      body: fact,
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(JSON.parse(answer));
  });
});
