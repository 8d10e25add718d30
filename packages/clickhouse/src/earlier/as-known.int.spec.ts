import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facets } from '@perennial/domain';
import type { Lens } from '@perennial/engine';
import { openEmbeddedLens } from '../client/connect.ts';
import type { LensConnection } from '../client/lens-query.ts';
import { countMembers, membersByStage } from '../queries/index.ts';
import { createClickhouseLens } from '../shipping/clickhouse-lens.ts';
import { createTestMembers, lifecycle, nowAt, shippedMember, shippedTimelines } from '../testing/test-members.ts';
import type { TestMember } from '../testing/test-members.ts';
import { createKeeper } from './keep-earlier.ts';
import { isStillKnown, knownVersion } from './as-known.ts';

const members = createTestMembers(60);
const living = members.filter(({ member }) => member.status === 'live');

let folder: string;
let connection: LensConnection;
let lens: Lens;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-known-'));
  connection = await openEmbeddedLens({ folder });
  lens = createClickhouseLens(connection, facets);
  await lens.prepare();
  await ship(10, members);
});
afterAll(async () => {
  await connection.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ship(version: number, some: readonly TestMember[], stage?: string): Promise<void> {
  const timelines = some.map(({ timeline }) => timeline);
  const shown = stage === undefined ? timelines : timelines.map((one) => ({ ...one, fromAt: [1], stages: [stage] }));
  await lens.putRows(version, shippedTimelines(shown));
  await lens.replaceMembers(
    version,
    some.map(({ member }) => shippedMember(member)),
  );
}

async function stagesAt(known?: number): Promise<Record<string, number>> {
  const asKnown = known === undefined ? {} : { known };
  const [at] = await membersByStage(connection, { lifecycle, instants: [nowAt], ...asKnown });
  return Object.fromEntries((at?.stages ?? []).map(({ stage, count }) => [stage, count]));
}

function count(known?: number): Promise<number> {
  return countMembers(connection, { lifecycle, ...(known === undefined ? {} : { known }) });
}

describe('what the lens knew', () => {
  it('is told by the rows of then, however often they were replaced since', async () => {
    const first = await stagesAt();
    expect(await knownVersion(connection)).toBe(10);
    await ship(11, members.slice(0, 20), 'renamed');
    const second = await stagesAt();
    await ship(12, members.slice(10, 30), 'again');
    expect(await stagesAt(10)).toEqual(first);
    expect(await stagesAt(11)).toEqual(second);
    expect(await stagesAt(12)).toEqual(await stagesAt());
    expect(second).not.toEqual(first);
  });

  it('does not count who came later', async () => {
    const ids = createTestMembers(70).slice(60);
    await ship(13, ids);
    expect(await count(12)).toBe(living.length);
    expect(await count(13)).toBeGreaterThan(living.length);
  });

  it('stays the same where a block is sent again', async () => {
    const before = await stagesAt(12);
    await ship(13, createTestMembers(70).slice(60));
    await ship(13, members.slice(0, 5), 'renamed');
    await ship(13, members.slice(0, 5), 'renamed');
    expect(await stagesAt(12)).toEqual(before);
  });

  it('counts nobody twice while a block that replaces her is on its way', async () => {
    const known = await knownVersion(connection);
    const before = [await count(known), await stagesAt(known)];
    const places = members.slice(0, 9).map(({ member }) => member);
    const keep = createKeeper(connection, [{ name: 'member', sortBy: ['shard', 'member_id'] }]);
    await keep('member', known + 1, places);
    expect([await count(known), await stagesAt(known)]).toEqual(before);
    await ship(known + 1, members.slice(0, 9));
    expect([await count(known), await stagesAt(known)]).toEqual(before);
  });

  it('is kept when the lens is opened again', async () => {
    const before = await stagesAt(10);
    await createClickhouseLens(connection, facets).prepare();
    expect(await stagesAt(10)).toEqual(before);
  });

  it('forgets whom it has to forget', async () => {
    const [gone] = living;
    if (gone === undefined) throw new Error('somebody lives');
    const { shard, memberId } = gone.member;
    await lens.forget({ shard, memberId, positions: null });
    for (const table of ['member_earlier', 'stage_timeline_earlier']) {
      const [row] = await connection.read({
        sql: `select count() as rows from ${table} where member_id = {id:UUID}`,
        params: { id: memberId },
      });
      expect(Number(row?.['rows']), table).toBe(0);
    }
    expect(await count(12)).toBe(living.length - 1);
  });

  it('is not claimed to be known behind a block that was too great to keep what it replaced', async () => {
    expect(await isStillKnown(connection, 14)).toBe(true);
    await ship(15, createTestMembers(3_100));
    expect(await isStillKnown(connection, 14)).toBe(false);
    expect(await isStillKnown(connection, 15)).toBe(true);
    expect(await isStillKnown(connection, 99)).toBe(false);
  });
});
