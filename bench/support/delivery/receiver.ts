import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Arrivals, ReceiverReport } from './receiver-child.ts';

/** A process that takes webhooks. */
export interface Receiver {
  /** Answered at once. */
  readonly url: string;
  /** A path of its own, answered at once. */
  urlOf(path: `/${string}`): string;
  /** What came to a path since it was last asked. */
  take(path?: `/${string}`): Promise<Arrivals>;
  close(): void;
}

const script = join(import.meta.dirname, 'receiver-child.ts');
const nothing: Arrivals = { calls: 0, repeated: 0, perSecond: 0, ms: { p50: 0, p99: 0, most: 0 } };

export async function startReceiver(): Promise<Receiver> {
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error('the receiver ended');
    return line.value;
  };
  const origin = await next();
  return {
    url: `${origin}/hook`,
    urlOf: (path) => `${origin}${path}`,
    async take(path = '/hook') {
      child.stdin.write('report\n');
      const report: ReceiverReport = JSON.parse(await next());
      return report[path] ?? nothing;
    },
    close: () => child.stdin.end(),
  };
}
