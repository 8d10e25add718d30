import type { Database } from '@perennial/postgres';
import type { Figure } from './benchmark.ts';
import type { StreamOptions } from './facts.ts';
import { readLensLag, storedBytes, untilFolded, untilShipped, walBytes } from './folded.ts';
import type { BenchInstallation, BenchServer } from './installation.ts';
import { prepareLoad } from './load.ts';
import { cpuMsOf } from './processes.ts';

export const factsPerBody = 500;
export const connections = 8;

/** What one stream of facts took, from the first request to the last fact folded and committed; bytes are a fact's. */
export interface Sent {
  readonly factsPerSecond: number;
  readonly answerP50Ms: number;
  readonly serverMicroseconds: number;
  readonly postgresMicroseconds: number;
  readonly walBytes: number;
  readonly logBytes: number;
  readonly stateBytes: number;
  /** Facts and derived facts that the lens still lacked when the last fact was folded, a fact sent. */
  readonly lensLacks: number;
  /** How long it took from then until it had them. */
  readonly catchUpSeconds: number;
}

export function describe(sent: Sent): string {
  const { factsPerSecond, serverMicroseconds, postgresMicroseconds } = sent;
  return `${Math.round(factsPerSecond)} facts/s, server ${serverMicroseconds.toFixed(0)} µs and PostgreSQL ${postgresMicroseconds.toFixed(0)} µs a fact`;
}

interface Target {
  readonly installation: BenchInstallation;
  readonly server: BenchServer;
  readonly database: Database;
}

/** Sends a stream from a process of its own and waits until all of it is folded, and then until the lens has it. Throws when a fact was not accepted. */
export async function sendRound({ installation, server, database }: Target, stream: StreamOptions): Promise<Sent> {
  const { address } = server;
  const load = await prepareLoad({ ...stream, address, key: installation.writeKey, connections, factsPerSecond: null });
  const before = await look(server, database);
  const startedAt = performance.now();
  const report = await load.send();
  await untilFolded(database);
  const durationMs = performance.now() - startedAt;
  const after = await look(server, database);
  const lensLacks = (await readLensLag(database)) / stream.facts;
  await untilShipped(database);
  const catchUpSeconds = (performance.now() - startedAt - durationMs) / 1000;
  if (report.accepted !== stream.facts) throw new Error(`${report.accepted} of ${stream.facts} facts were accepted`);
  const { facts } = stream;
  return {
    factsPerSecond: (facts / durationMs) * 1000,
    answerP50Ms: report.answerMs.p50,
    serverMicroseconds: ((after.serverMs - before.serverMs) * 1000) / facts,
    postgresMicroseconds: ((after.postgresMs - before.postgresMs) * 1000) / facts,
    walBytes: (after.wal - before.wal) / facts,
    logBytes: (after.stored.log - before.stored.log) / facts,
    stateBytes: (after.stored.state - before.stored.state) / facts,
    lensLacks,
    catchUpSeconds,
  };
}

async function look({ pid, postgresPid }: BenchServer, database: Database) {
  return {
    serverMs: cpuMsOf(pid),
    postgresMs: cpuMsOf(postgresPid),
    wal: await walBytes(database),
    stored: await storedBytes(database),
  };
}

/** The figures of repetitions, throughput first. `prefix` names what they were measured on. */
export function sentFigures(sent: readonly Sent[], prefix: string): Figure[] {
  const each = (name: string, unit: string, of: (one: Sent) => number): Figure => ({
    name: `${prefix}${name}`,
    unit,
    samples: sent.map(of),
  });
  return [
    each('request to folded and committed', 'facts/s', (one) => one.factsPerSecond),
    each('answer to a request, median', 'ms', (one) => one.answerP50Ms),
    each('processor time of the server', 'µs/fact', (one) => one.serverMicroseconds),
    each('processor time of PostgreSQL', 'µs/fact', (one) => one.postgresMicroseconds),
    each('write-ahead log', 'bytes/fact', (one) => one.walBytes),
    each('log of facts stored', 'bytes/fact', (one) => one.logBytes),
    each('state and effects stored', 'bytes/fact', (one) => one.stateBytes),
    each('rows that the lens lacked at the end', 'rows/fact', (one) => one.lensLacks),
    each('until the lens had caught up', 's', (one) => one.catchUpSeconds),
  ];
}
