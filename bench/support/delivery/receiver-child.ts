/**
 * A system of the brand that takes webhooks, in a process of its own: `node bench/support/delivery/receiver-child.ts`. Writes where it
 * listens, and for each line `report` on standard input what came since the one before, as one line of JSON. What comes to `/hang` is
 * never answered. It looks at the timestamp alone, so that it costs little of what is measured.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';

/** What came to one path. */
export interface Arrivals {
  readonly calls: number;
  /** Of them those whose id had come before, since the process began. */
  readonly repeated: number;
  /** Between the first and the last. */
  readonly perSecond: number;
  /** From the instant that the message is dated by (when its fact was sent) to the end of its body, milliseconds. */
  readonly ms: { readonly p50: number; readonly p99: number; readonly most: number };
}

export type ReceiverReport = Readonly<Record<string, Arrivals>>;

class Tally {
  private readonly ids = new Set<string>();
  private waits: number[] = [];
  private repeated = 0;
  private firstAt = 0;
  private lastAt = 0;

  add(id: string, body: string): void {
    this.lastAt = Date.now();
    if (this.waits.length === 0) this.firstAt = this.lastAt;
    if (this.ids.has(id)) this.repeated += 1;
    this.ids.add(id);
    this.waits.push(this.lastAt - sentAtOf(body));
  }

  take(): Arrivals {
    const sorted = this.waits.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    const seconds = (this.lastAt - this.firstAt) / 1_000;
    const arrivals = {
      calls: sorted.length,
      repeated: this.repeated,
      perSecond: seconds > 0 ? sorted.length / seconds : 0,
      ms: { p50: at(0.5), p99: at(0.99), most: at(1) },
    };
    this.waits = [];
    this.repeated = 0;
    return arrivals;
  }
}

const tallies = new Map<string, Tally>();

function tallyOf(path: string): Tally {
  const known = tallies.get(path) ?? new Tally();
  tallies.set(path, known);
  return known;
}

function sentAtOf(body: string): number {
  return Date.parse(/"timestamp":"([^"]+)"/.exec(body)?.[1] ?? '');
}

function take(request: IncomingMessage, response: ServerResponse): void {
  let body = '';
  request.setEncoding('utf8').on('data', (part: string) => (body += part));
  request.on('end', () => {
    tallyOf(request.url ?? '').add(String(request.headers['webhook-id']), body);
    if (request.url !== '/hang') response.writeHead(204).end();
  });
}

const server = createServer(take);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
for await (const line of createInterface(process.stdin)) {
  if (line !== 'report') continue;
  const report: ReceiverReport = Object.fromEntries([...tallies].map(([path, tally]) => [path, tally.take()]));
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
process.exit();
