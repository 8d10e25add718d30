/**
 * A process that speaks ClickHouse's HTTP interface and answers from an embedded engine: `front-process.ts FOLDER PORT`. It lets tests
 * reach the lens by URL, take it away and bring it back, where there is no ClickHouse server. What it speaks is what
 * `@clickhouse/client` asks of a server: queries and commands in the body with `param_*` beside them, inserts with the statement in the
 * address and the rows in the body, `/ping`, and errors by status, header and text. Anything else is refused, so that a test notices
 * when the product begins to use it.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createChdbConnection } from 'chdb/connection';
import { createSingleFile } from '../client/single-file.ts';
import { readParam } from './read-param.ts';
import type { ParamValue } from './read-param.ts';

const [folder = '', port = '0'] = process.argv.slice(2);
const engine = createChdbConnection({ path: folder });
/** The engine runs one statement at a time on a connection; a server would run them side by side. */
const file = createSingleFile(1_000, () => new Error('too many queries wait'));

const server = createServer((request, response) => {
  void answer(request, response).catch((error: unknown) => refuse(response, error));
});
server.listen(Number(port), '127.0.0.1', () => {
  // Bound to an address, not to a pipe.
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
});
// Whoever started it and is gone has closed this.
process.stdin.on('end', () => process.exit(0)).resume();

const knownParams = /^(query|query_id|database|param_\w+)$/;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/ping') return void response.end('Ok.\n');
  const unknown = [...url.searchParams.keys()].find((name) => !knownParams.test(name));
  if (unknown !== undefined)
    throw new Error(`Code: 115. DB::Exception: Setting ${unknown} is unknown here. (UNKNOWN_SETTING)`);
  const statement = url.searchParams.get('query');
  const body = await text(request);
  const answered = await file.run(() => (statement === null ? run(body, paramsOf(url)) : insert(statement, body)));
  response.setHeader('x-clickhouse-query-id', url.searchParams.get('query_id') ?? '');
  response.end(answered);
}

async function run(query: string, params: Readonly<Record<string, ParamValue>>): Promise<string> {
  return afterFailure(async () => {
    const { stream } = await engine.query({ query, query_params: { ...params } });
    return text(stream);
  });
}

async function insert(query: string, values: string): Promise<string> {
  return afterFailure(async () => {
    await engine.insert({ query, values });
    return '';
  });
}

/** What a failed statement leaves in the connection must not come out in front of the next answer. */
async function afterFailure(task: () => Promise<string>): Promise<string> {
  try {
    return await task();
  } catch (error) {
    await engine.command({ query: 'select 1' }).catch(() => undefined);
    throw error;
  }
}

function paramsOf(url: URL): Record<string, ParamValue> {
  const entries = [...url.searchParams].filter(([name]) => name.startsWith('param_'));
  return Object.fromEntries(entries.map(([name, value]) => [name.slice('param_'.length), readParam(value)]));
}

const statusOf: Readonly<Record<string, number>> = { '60': 404, '62': 400, '115': 400 };

function refuse(response: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const known = error instanceof Error && 'code' in error && 'type' in error;
  const code = known ? String(error.code) : (/Code: (\d+)/.exec(message)?.[1] ?? '1000');
  response.statusCode = statusOf[code] ?? 500;
  response.setHeader('x-clickhouse-exception-code', code);
  response.end(known ? `Code: ${code}. DB::Exception: ${message} (${String(error.type)})` : message);
}
