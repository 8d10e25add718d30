import { parentPort, workerData } from 'node:worker_threads';
import { facets } from '@perennial/domain';
import { createPrograms, rehearsePart } from '@perennial/engine';
import { createDatabase, createFoldStore } from '@perennial/postgres';
import { readCalculation } from './calculation.ts';
import type { Told } from './calculation.ts';

/* Runs in a thread of its own: folds some shards under both programs and tells what they come to. */

const { databaseUrl, zone, asked, shards } = readCalculation(workerData);
const tell = (told: Told) => parentPort?.postMessage(told);
/** A page is read while the one before is folded, and history beside. */
const database = createDatabase({ url: databaseUrl, poolSize: 2 });
try {
  const store = createFoldStore(database, facets);
  const programs = await createPrograms(store, { zone, facets });
  const onProgress = (done: number) => tell({ kind: 'progress', done });
  const signal = new AbortController().signal;
  const part = await rehearsePart(store, programs, { ...asked, shards, signal, onProgress });
  tell({ kind: 'part', part });
} finally {
  await database.close();
}
