import { isErrorCode, errorTable, problemContentType } from '@perennial/contracts';
import { createRandom } from '../../demo/random.ts';
import { drawRequest } from './hostile-requests.ts';
import type { HostileOptions, HostileRequest } from './hostile-requests.ts';
import { sendBytes } from './raw-http.ts';
import type { RawAnswer } from './raw-http.ts';

export interface Assault extends HostileOptions {
  readonly port: number;
  readonly seed: number;
  readonly requests: number;
  /** Whether the store takes no writes: then whoever writes is told so, and whoever reads is not. */
  readonly isReadOnly?: boolean;
  /** Header lines by who sends. */
  readonly credentials: ReadonlyMap<string, readonly string[]>;
}

export interface Outcome {
  /** What is wrong with answers, with the request that got them. */
  readonly faults: readonly string[];
  /** Answers by status. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly slowestMs: number;
}

/** Many at once, as clients are. */
const connectionsMax = 12;
/** Far above what any of them takes alone, because tests share their machine. */
const answerMsMax = 20_000;
const faultsShownMax = 40;

/** Sends so many hostile requests, and says which answers were none that a client can read. */
export async function assault(options: Assault): Promise<Outcome> {
  const faults: string[] = [];
  const statuses: Record<number, number> = {};
  let slowestMs = 0;
  let next = 0;
  const sender = async () => {
    while (next < options.requests && faults.length < faultsShownMax) {
      const index = next;
      next += 1;
      // Each has a state of its own, so that one of them can be sent again without those before it.
      const request = drawRequest(createRandom(options.seed + index * 7_919), options);
      const answer = await sendBytes(options.port, toBytes(request, options), answerMsMax);
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      slowestMs = Math.max(slowestMs, answer.ms);
      for (const fault of faultsOf(request, answer, options))
        faults.push(
          `seed ${options.seed}, request ${index}: ${fault}\n${show(request)}\n→ ${answer.status} ${answer.body.slice(0, 300)}`,
        );
    }
  };
  await Promise.all(Array.from({ length: connectionsMax }, sender));
  return { faults, statuses, slowestMs };
}

function toBytes({ method, target, headers, body, who }: HostileRequest, { credentials, port }: Assault): Buffer {
  const lines = [`${method} ${target} HTTP/1.1`, 'connection: close', ...(credentials.get(who) ?? []), ...headers];
  if (!headers.some((line) => line.startsWith('host:'))) lines.push(`host: 127.0.0.1:${port}`);
  const bytes = Buffer.from(body ?? '');
  if (body !== undefined && !headers.some((line) => /^(content-length|transfer-encoding):/.test(line)))
    lines.push(`content-length: ${bytes.length}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes]);
}

/** Words of stacks, statements and drivers, none of which is a caller's to read. */
const insides =
  /\bat \S+ \(|node_modules|\.ts:\d+|\bselect .* from\b|\binsert into\b|syntax error at|violates|DB::Exception|ECONN|PostgresError/i;

function faultsOf(request: HostileRequest, answer: RawAnswer, { isReadOnly = false }: Assault): string[] {
  const { status, body, headers, ms } = answer;
  // Nothing to answer: the request never ended, and nobody can be told before it does.
  if (status === 0) return isUnending(request) ? [] : ['no answer'];
  const faults: string[] = [];
  const { code } = readProblem(body);
  const isTold = code === 'ingest.lagging' || (isReadOnly && code === 'server.read_only' && mayWrite(request));
  if (status >= 500 && !(status === 503 && isTold && headers['retry-after'] !== undefined))
    faults.push('an error of the server');
  if (ms > answerMsMax) faults.push(`took ${Math.round(ms)} ms`);
  if (status >= 400) {
    const hasBody = request.method !== 'HEAD' && request.method !== 'CONNECT';
    if (headers['content-type']?.split(';', 1)[0] !== problemContentType)
      faults.push(`a refusal as ${headers['content-type'] ?? 'nothing'}`);
    else if (hasBody && !isErrorCode(code)) faults.push('a refusal without a code of the table');
    else if (hasBody && errorTable[code as keyof typeof errorTable].status !== status)
      faults.push('a code of another status');
    if (insides.test(body)) faults.push('shows what is inside');
  }
  return faults;
}

/** What is downloaded is written down. */
function mayWrite({ method, target }: HostileRequest): boolean {
  return !/^(?:GET|HEAD|OPTIONS)$/.test(method) || /\.csv|\/export|\/download/.test(target);
}

function isUnending({ headers }: HostileRequest): boolean {
  return headers.some((line) => /^(content-length|transfer-encoding|expect|upgrade):/.test(line));
}

function readProblem(body: string): { readonly code: string } {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && 'code' in value) return { code: String(value.code) };
  } catch {
    // Not a problem, which the verdict says.
  }
  return { code: '' };
}

function show({ method, target, headers, body, who }: HostileRequest): string {
  return [
    `${who}: ${method} ${target.slice(0, 600)}`,
    ...headers.map((line) => line.slice(0, 200)),
    (body ?? '').slice(0, 600),
  ]
    .map((line) => JSON.stringify(line))
    .join('\n');
}
