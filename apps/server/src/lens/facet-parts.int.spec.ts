import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countMembers, createClickhouseLens, openEmbeddedLens } from '@perennial/clickhouse';
import type { LensConnection } from '@perennial/clickhouse';
import {
  checkCondition,
  createFacets,
  createProblemList,
  createSubjectPart,
  defineField,
  defineRowKind,
  keyText,
  lifecycleFacet,
  Missing,
  notByTime,
  registersFacet,
  rowKindPart,
} from '@perennial/domain';
import type {
  Facet,
  Facets,
  FactStep,
  FactValue,
  FieldDefinition,
  Handler,
  LensPart,
  LensSeen,
  LensTablePart,
  MemberId,
  RowSet,
} from '@perennial/domain';
import { createShipper, foldBatch } from '@perennial/engine';
import type { Lens, Programs } from '@perennial/engine';
import { createShippingStore } from '@perennial/postgres';
import { createFoldInstallation, createPreparer, testShardCount } from '@perennial/postgres/testing';
import type { FoldInstallation } from '@perennial/postgres/testing';

/** A facet that nobody knows, with rows, columns and a field of its own, all the way from a fact to the lens. */

type PlaceRow = { readonly place: string; readonly visits: number; readonly leftAt: number | null };

const placeRows = defineRowKind<PlaceRow>({
  table: 'toy_place',
  index: 0,
  key: ['place'],
  columns: {
    place: { type: 'text' },
    visits: { type: 'bigint' },
    leftAt: { type: 'bigint', isNullable: true },
  },
  write: 'replace',
});
const tableSql = `create table toy_place (shard integer not null, member_id uuid not null, place text not null,
  visits bigint not null, left_at bigint, primary key (shard, member_id, place))`;

const toyIndex = 7;
const toyPart = createSubjectPart<RowSet<PlaceRow>>(toyIndex);

/** Visits are counted by place; whoever closes her account at a place has no row of it any more. */
const onFact: Handler<null, FactStep, string> = {
  types: ['place.visited', 'place.closed'],
  plan(view, { cause }) {
    const { place } = cause.payload();
    if (typeof place !== 'string') throw new Error('the test names a place');
    const isKnown = view.rows(placeRows).isKnown(keyText([place]));
    return isKnown ? place : new Missing([{ by: 'key', kind: placeRows, keys: [[place]] }]);
  },
  apply(view, place, { cause }) {
    const rows = view.rows(placeRows);
    const known = rows.get(keyText([place]));
    if (cause.type === 'place.visited') rows.put({ place, visits: (known?.visits ?? 0) + 1, leftAt: null });
    else if (known !== null) rows.remove(known);
  },
};

type Seen = LensSeen<null>;

const visitsOf = ({ view }: Seen): number =>
  view
    .rows(placeRows)
    .rows()
    .reduce((sum, row) => sum + row.visits, 0);

const places = rowKindPart<Seen>({
  kind: placeRows,
  revision: 1,
  changedBy: { facts: ['place.visited', 'place.closed'], derived: [] },
  rowsOf: ({ view }) => view.rows(placeRows).rows(),
});
const counted: LensPart<Seen> = {
  kind: 'member',
  name: 'toy',
  revision: 1,
  needs: [placeRows],
  columns: [{ name: 'toy_visits', type: 'integer', read: visitsOf }],
};
/** What a later release has of it: another column, and one that is of another type. */
const later: LensPart<Seen> = {
  ...counted,
  columns: [
    { name: 'toy_visits', type: 'nullable integer', read: (seen) => visitsOf(seen) * 10 },
    {
      name: 'toy_places',
      type: 'list of text',
      read: ({ view }) =>
        view
          .rows(placeRows)
          .rows()
          .map(({ place }) => place),
    },
  ],
};

const visits: FieldDefinition = defineField({
  field: 'toy.visits',
  type: 'number',
  group: 'toy',
  time: 'decision',
  label: { en: 'Visits', zh: '到访次数' },
  reader: {
    read: (subject) =>
      toyPart
        .of(subject)
        .rows()
        .reduce((sum, row) => sum + row.visits, 0),
  },
  lens: { column: 'toy_visits' },
});

function createToy(lens: readonly LensPart<Seen>[]): Facets {
  const toy: Facet<null, 'none', 'none'> = {
    name: 'toy',
    index: toyIndex,
    revision: 1,
    stepRank: 900,
    dueRank: 900,
    keeps: null,
    codec: { bytesMax: 0, create: () => null, encode: () => new Uint8Array(), decode: () => null },
    rowKinds: [placeRows],
    documents: [],
    exports: [],
    reads: [],
    fields: () => [visits],
    subject: (view) => view.rows(placeRows),
    parse: () => 'none',
    compile: () => 'none',
    foldKey: () => '',
    handlers: () => ({ fact: [onFact] }),
    dueAt: () => notByTime,
    lens,
  };
  return createFacets([registersFacet, lifecycleFacet, toy]);
}

const facets = createToy([places, counted]);
const prepare = createPreparer();
const shards = Array.from({ length: testShardCount }, (_, shard) => shard);
let installation: FoldInstallation;
let programs: Programs;
let connection: LensConnection;
let folder: string;

beforeAll(async () => {
  installation = await createFoldInstallation(undefined, facets);
  await installation.database.run(tableSql);
  programs = await installation.createPrograms();
  folder = mkdtempSync(join(tmpdir(), 'perennial-parts-'));
  connection = await openEmbeddedLens({ folder });
});
afterAll(async () => {
  await connection?.close();
  await installation?.close();
  rmSync(folder, { recursive: true, force: true });
});

let serial = 0;
async function send(phone: string, type: string, place: string): Promise<MemberId> {
  serial += 1;
  const identities = [{ type: 'phone', value: `+861380000${phone}` }];
  const fact = {
    messageId: `m${serial}`,
    type,
    payload: JSON.stringify({ place }),
    identities,
    occurredAt: Date.now(),
  };
  const [verdict] = await installation.append([prepare(fact)]);
  if (verdict?.kind !== 'accepted' || verdict.memberId === null) throw new Error('not accepted for a member');
  while ((await foldBatch(installation.store, programs, { shards, stepsMax: 100 })).steps > 0);
  return verdict.memberId;
}

const stepsOf = ({ steps }: LensTablePart<Seen>) => steps ?? expect.fail('it stands for steps');

/** The store of a shipper whose release has these facets. */
function storeOf(known: Facets) {
  const own = Object.create(programs, { facets: { value: known } }) as Programs;
  return createShippingStore(installation.database, own);
}

/** Ships, and tells which tables rows were put into and how many members were replaced. */
async function shipWatched(known: Facets) {
  const seen = { tables: new Set<string>(), members: 0 };
  await ship(known, (lens) => ({
    ...lens,
    putRows: (version, rows) => {
      seen.tables.add(rows.table);
      return lens.putRows(version, rows);
    },
    replaceMembers: (version, members) => {
      seen.members += members.length;
      return lens.replaceMembers(version, members);
    },
  }));
  return { tables: [...seen.tables], members: seen.members };
}

async function ship(known: Facets, rowsOfLens?: (lens: Lens) => Lens): Promise<number> {
  const lens = createClickhouseLens(connection, known);
  const shipper = createShipper({
    lens: rowsOfLens === undefined ? lens : rowsOfLens(lens),
    store: storeOf(known),
    worker: 'one',
    pause: () => Promise.resolve(),
  });
  let rows = 0;
  for (let sent = await shipper.shipOnce(); sent > 0; sent = await shipper.shipOnce()) rows += sent;
  return rows;
}

/** `place visits`, of one member, as the lens has it. */
async function placesInLens(id: MemberId): Promise<readonly string[]> {
  const rows = await connection.read({
    sql: `select place, visits from toy_place final array join place, visits where member_id = {id:UUID} order by place`,
    params: { id },
  });
  return rows.map((row) => `${String(row['place'])} ${Number(row['visits'])}`);
}

async function countByVisits(operator: string, value: FactValue): Promise<number> {
  const [program] = programs.context.programs;
  if (program === undefined) throw new Error('a program is needed');
  const spot = { path: '', problems: createProblemList() };
  const { catalogue } = program;
  const node = checkCondition({ field: 'toy.visits', operator, value }, spot, { catalogue, purpose: 'list' });
  if (node === null) throw new Error(JSON.stringify(spot.problems.problems));
  return countMembers(connection, { lifecycle: 'main', condition: { node, at: Date.now(), zone: 'Asia/Shanghai' } });
}

describe('a part that a facet brings to the lens', () => {
  let ann: MemberId;

  it('is a table and columns, filled by what happens, and asked by the facet’s own field', async () => {
    ann = await send('0001', 'place.visited', 'north');
    await send('0001', 'place.visited', 'north');
    await send('0001', 'place.visited', 'south');
    await send('0002', 'place.visited', 'west');
    await ship(facets);
    expect(await placesInLens(ann)).toEqual(['north 2', 'south 1']);
    expect(await countByVisits('>=', 2)).toBe(1);
    expect(await countByVisits('between', [1, 3])).toBe(2);
    expect(await countByVisits('>', 3)).toBe(0);
  });

  it('has the rows of a member replaced as a whole, so that none that went stays', async () => {
    await send('0001', 'place.closed', 'north');
    await send('0001', 'place.visited', 'south');
    await ship(facets);
    expect(await placesInLens(ann)).toEqual(['south 2']);
    await send('0001', 'place.closed', 'south');
    await ship(facets);
    expect(await placesInLens(ann)).toEqual([]);
    expect(await countByVisits('=', 0)).toBe(1);
  });

  it('is not sent by what does not change it', async () => {
    await send('0002', 'page.viewed', 'west');
    const tables: string[] = [];
    await ship(facets, (lens) => ({
      ...lens,
      putRows: (version, rows) => {
        tables.push(rows.table);
        return lens.putRows(version, rows);
      },
    }));
    expect(tables).toEqual([]);
  });

  it('is filled anew for everybody when it is another one, and the rest of the lens stays', async () => {
    const lens = createClickhouseLens(connection, facets);
    const id = await lens.prepare();
    const [before] = await connection.read({ sql: 'select count() as facts from fact' });
    const changed = createToy([places, later]);
    expect(await ship(changed)).toBeGreaterThan(0);
    expect(await createClickhouseLens(connection, changed).prepare()).toBe(id);
    const members = await connection.read({
      sql: 'select toy_visits, toy_places from member final order by toy_visits',
    });
    expect(members).toEqual([
      { toy_visits: 0, toy_places: [] },
      { toy_visits: 10, toy_places: ['west'] },
    ]);
    expect(await connection.read({ sql: 'select count() as facts from fact' })).toEqual([before]);
    // Once: what is filled is not touched again.
    expect(await ship(changed)).toBe(0);
  });

  it('is filled alone: members without the rows of tables, and a table without the members', async () => {
    const raised = { ...later, revision: 2 };
    expect(await shipWatched(createToy([places, raised]))).toEqual({ tables: [], members: 2 });
    const another = { ...places, revision: 2 };
    expect(await shipWatched(createToy([another, raised]))).toEqual({ tables: ['toy_place'], members: 0 });
    expect(await placesInLens(ann)).toEqual([]);
    expect(await shipWatched(createToy([another, raised]))).toEqual({ tables: [], members: 0 });
  });

  it('goes on being filled where it was when that was cut off', async () => {
    const known = createToy([{ ...places, revision: 3 }, later]);
    const lens = createClickhouseLens(connection, known);
    const id = await lens.prepare();
    await storeOf(known).register(id);
    const seen: string[] = [];
    // The third look finds that there is nobody left.
    for (const isAcknowledged of [true, false, true]) {
      const page = (await storeOf(known).readFill(id, 1)) ?? expect.fail('nothing is to be filled');
      expect(page.version).toBeGreaterThan(0);
      const members = [...page.members, ...page.rows.flatMap(({ rows }) => rows)].map(({ memberId }) => memberId);
      seen.push(members.join(' '));
      if (isAcknowledged) await page.done();
    }
    expect(seen[0]).not.toBe(seen[1]);
    expect(seen[2]).toBe(seen[1]);
    await ship(known);
    expect(await storeOf(known).readFill(id, 1)).toBeUndefined();
  });

  it('is filled from the logs where it stands for single facts, and emptied before it is another one', async () => {
    const arrivals: LensTablePart<Seen> = {
      kind: 'table',
      name: 'toy_arrival',
      revision: 1,
      columns: [
        { name: 'place', type: 'name' },
        { name: 'arrived_at', type: 'instant' },
      ],
      sortBy: ['place'],
      keeps: 'newest',
      steps: {
        facts: ['place.visited'],
        hasDecisions: false,
        rows: (step) => (step.kind === 'fact' ? [[step.payload()['place'] as string, step.occurredAt]] : []),
      },
    };
    expect(await shipWatched(createToy([{ ...places, revision: 3 }, later, arrivals]))).toEqual({
      tables: ['toy_arrival'],
      members: 0,
    });
    const rows = await connection.read({
      sql: 'select place, count() as members from toy_arrival final group by place order by place',
    });
    expect(rows.map(({ place, members }) => [place, Number(members)])).toEqual([
      ['north', 1],
      ['south', 1],
      ['west', 1],
    ]);
    const departures = { ...arrivals, revision: 2, steps: { ...stepsOf(arrivals), facts: ['place.closed'] } };
    await ship(createToy([{ ...places, revision: 3 }, later, departures]));
    const left = await connection.read({ sql: 'select distinct place from toy_arrival final order by place' });
    expect(left).toEqual([{ place: 'north' }, { place: 'south' }]);
  });

  it('goes with its columns when no facet brings it', async () => {
    const without = createToy([places]);
    await ship(without);
    const columns = await connection.read({
      sql: `select name from system.columns where table = 'member' and name like 'toy%'`,
    });
    expect(columns).toEqual([]);
    expect(
      await installation.database.rows(
        { name: 'test_parts', text: `select part from lens_part where part = 'toy'` },
        [],
      ),
    ).toEqual([]);
  });
});
