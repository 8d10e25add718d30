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
    for (const table of ['lens_owner', 'lens_identity']) await connection.execute(`drop table ${table} sync`);
    await as(theirs).prepare();
    await expect(as(ours).prepare()).rejects.toThrow(ForeignLensError);
  });
});
