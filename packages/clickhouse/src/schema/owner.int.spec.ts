import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { facets } from '@perennial/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedLens } from '../client/connect.ts';
import type { LensConnection } from '../client/lens-query.ts';
import { createClickhouseLens } from '../shipping/clickhouse-lens.ts';
import { ForeignLensError } from './owner.ts';

let folder: string;
let connection: LensConnection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-owner-'));
  connection = await openEmbeddedLens({ folder });
});
afterAll(async () => {
  await connection.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The lens as an installation that has shipped to these lenses meets it. */
const as = (installation: string, ...known: readonly string[]) =>
  createClickhouseLens(connection, facets, { installation, knows: async (id) => known.includes(id) });

describe('a lens', () => {
  const [ours, theirs] = [randomUUID(), randomUUID()];

  it('that says nothing of its owner is taken by who has filled it, and by nobody else', async () => {
    const id = await createClickhouseLens(connection, facets).prepare();
    await expect(as(theirs).prepare()).rejects.toThrow(ForeignLensError);
    expect(await as(ours, id).prepare()).toBe(id);
  });

  it('is its owner’s from then on', async () => {
    const id = await as(ours).prepare();
    await expect(as(theirs, id).prepare()).rejects.toThrow(`filled by installation ${ours}`);
    expect(await as(ours).prepare()).toBe(id);
  });

  it('that is empty is anybody’s', async () => {
    await empty();
    await as(theirs).prepare();
    await expect(as(ours).prepare()).rejects.toThrow(ForeignLensError);
  });

  it('that has a table of a name that it would drop, and says nothing of itself, is left as it is', async () => {
    await empty();
    await connection.execute('create table member (n UInt8) engine = MergeTree order by n');
    await connection.execute('insert into member values (7)');
    await expect(as(ours).prepare()).rejects.toThrow('has a table "member"');
    const tables = await connection.read({
      sql: 'select name, total_rows from system.tables where database = currentDatabase()',
    });
    expect(tables).toEqual([{ name: 'member', total_rows: 1 }]);
  });

  async function empty(): Promise<void> {
    const tables = await connection.read({ sql: 'select name from system.tables where database = currentDatabase()' });
    for (const { name } of tables) await connection.execute(`drop table ${String(name)} sync`);
  }
});
