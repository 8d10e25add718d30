import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { untilFolded } from '../folded.ts';
import { cpuMsOf, watchMemory } from '../processes.ts';
import { countAhead, countWaiting, fillOutbox, watchFoldLag, type Lag } from './backlog.ts';
import { untilDelivered, type Stand } from './stand.ts';

interface Options {
  readonly backlog: number;
  readonly backlogSecondsMax: number;
  /** A round of purchases. */
  readonly seconds: number;
  readonly purchasesPerSecond: number;
  readonly progress: (message: string) => void;
}

export interface BacklogRound {
  readonly passedPerSecond: number;
  readonly deliveredPerSecond: number;
  /** Of the backlog, that was delivered in its time: 1 unless the time was over. */
  readonly part: number;
  readonly repeated: number;
  readonly lagMs: Lag;
  /** With the same purchases and nothing to deliver. */
  readonly lagBeforeMs: Lag;
  readonly serverMib: number;
  /** A webhook, with its part of the purchases. */
  readonly serverMicroseconds: number;
  readonly postgresMicroseconds: number;
}

/** Purchases alone; then a backlog is passed to a webhook that is paused; then it is delivered beside the same purchases. */
export async function runBacklog(stand: Stand, options: Options): Promise<BacklogRound> {
  const { database, receiver, webhooks } = stand;
  const pace = { perSecond: options.purchasesPerSecond, seconds: options.seconds };
  const lagBeforeMs = await lagBeside(stand, pace);
  const id = await webhooks.create(receiver.url);
  await webhooks.pause(id);
  options.progress(`filling the outbox with ${options.backlog}`);
  const startedAt = performance.now();
  const events = await fillOutbox(database, { events: options.backlog });
  const filledAt = performance.now();
  const ahead = await countAhead(database);
  while ((await countAhead(database)) > 0) await delay(100);
  const passedPerSecond = (ahead * 1_000) / (performance.now() - filledAt);
  options.progress(
    `filled in ${((filledAt - startedAt) / 1_000).toFixed(0)} s, passed ${passedPerSecond.toFixed(0)}/s; ${load()}`,
  );
  return { ...(await drain(stand, options, { id, events })), passedPerSecond, lagBeforeMs };
}

async function drain(
  stand: Stand,
  options: Options,
  { id, events }: { readonly id: string; readonly events: number },
): Promise<Omit<BacklogRound, 'passedPerSecond' | 'lagBeforeMs'>> {
  const { database, receiver, server, webhooks } = stand;
  await receiver.take();
  const memory = watchMemory([server.pid]);
  const watch = watchFoldLag(database);
  const [serverMs, postgresMs] = [cpuMsOf(server.pid), cpuMsOf(server.postgresPid)];
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1_000;
  await webhooks.resume(id);
  const buying = new AbortController();
  const bought = buyUntil(stand, options, buying.signal);
  let waiting = events;
  while (waiting > 2 * options.purchasesPerSecond && seconds() < options.backlogSecondsMax) {
    await delay(Math.min(10_000, options.seconds * 500));
    waiting = await countWaiting(database, id);
    options.progress(`${waiting} wait after ${seconds().toFixed(0)} s; ${load()}`);
  }
  const { calls, repeated } = await receiver.take();
  const deliveredPerSecond = calls / seconds();
  const micros = (ms: number) => (ms * 1_000) / calls;
  const spent = {
    serverMicroseconds: micros(cpuMsOf(server.pid) - serverMs),
    postgresMicroseconds: micros(cpuMsOf(server.postgresPid) - postgresMs),
  };
  buying.abort();
  const purchases = await bought;
  const lagMs = await watch.stop();
  const isWhole = waiting <= 2 * options.purchasesPerSecond;
  if (isWhole) {
    await untilFolded(database);
    await untilDelivered(database);
    const rest = await receiver.take();
    const told = calls - repeated + rest.calls - rest.repeated;
    if (told !== events + purchases) throw new Error(`${told} of ${events + purchases} were told of`);
  } else await webhooks.pause(id);
  const part = isWhole ? 1 : Math.min(1, calls / events);
  return { deliveredPerSecond, part, repeated, lagMs, serverMib: memory.stop() / 2 ** 20, ...spent };
}

const load = () => `load ${(loadavg()[0] ?? 0).toFixed(0)}`;

interface Pace {
  readonly perSecond: number;
  readonly seconds: number;
}

async function lagBeside({ purchases, database }: Stand, pace: Pace): Promise<Lag> {
  const watch = watchFoldLag(database);
  await purchases.send(pace);
  const lag = await watch.stop();
  await untilFolded(database);
  return lag;
}

/** Says how many bought. */
async function buyUntil({ purchases }: Stand, options: Options, signal: AbortSignal): Promise<number> {
  let accepted = 0;
  while (!signal.aborted)
    accepted += (await purchases.send({ perSecond: options.purchasesPerSecond, seconds: options.seconds })).accepted;
  return accepted;
}
