import { createLensLayout } from '@perennial/domain';
import type { Facets, LensLayout } from '@perennial/domain';
import type { Lens, ShippedDerivedFact, ShippedFact, ShippedMember, ShippedRow } from '@perennial/engine';
import type { LensConnection, LensValues } from '../client/lens-query.ts';
import { claimLens, type LensOwner } from '../schema/owner.ts';
import { prepareLens } from '../schema/prepare.ts';
import { forgetRows } from './forget.ts';
import { payloadText } from './payload-text.ts';
import { createKeeper } from '../earlier/keep-earlier.ts';
import { lensSchemaOf, memberTablesOf, replacedTables, tableNamesOf } from '../schema/tables.ts';

/**
 * ClickHouse as the target of the shipping. Each part of a block is one insert of at most some ten thousand rows into a table without
 * partitions, so it becomes one data part: all of it or nothing.
 *
 * `owner`: whose lens it is to be; a lens that another installation fills is refused. Absent: whosever it is.
 */
export function createClickhouseLens(connection: LensConnection, facets: Facets, owner?: LensOwner): Lens {
  const layout = createLensLayout(facets);
  const schema = lensSchemaOf(layout);
  const insert = (table: LensInsertTable, version: number, rows: readonly LensValues[]): Promise<void> =>
    connection.insert({ ...table, rows, token: `block-${version}` });
  const keep = createKeeper(connection, replacedTables(schema.shaped));
  const memberTable = memberTableOf(layout);
  const tables = new Map(layout.tables.map(({ part }) => [part.name, partTableOf(part)]));
  return {
    async prepare() {
      if (owner !== undefined) await claimLens(connection, owner, tableNamesOf(schema));
      return prepareLens(connection, schema);
    },
    async holds({ part, shard, position }) {
      const rows = await connection.read({
        sql: `select 1 as found from ${part} where shard = {shard:UInt16} and position = {position:UInt64} limit 1`,
        params: { shard, position },
        role: 'long',
      });
      return rows.length > 0;
    },
    async removeRows(log, ranges) {
      if (ranges.length === 0) return;
      const places = ranges.map(
        ({ shard, after, upto }) =>
          `shard = ${whole(shard)} and position > ${whole(after)} and position <= ${whole(upto)}`,
      );
      await connection.execute(`delete from ${log} where (${places.join(') or (')})`);
    },
    addFacts: (block, facts) =>
      insert(
        factTable,
        block,
        facts.map((fact) => factValues(block, fact)),
      ),
    addDerivedFacts: (block, facts) =>
      insert(
        derivedFactTable,
        block,
        facts.map((fact) => derivedFactValues(block, fact)),
      ),
    async putRows(version, { table, rows }) {
      const known = tables.get(table);
      if (known === undefined) throw new TypeError(`No facet brings a table ${table}`);
      await keep(table, version, rows);
      await insert(known.insert, version, rows.map(known.keepsNewest ? versionedValues(version) : plainValues));
    },
    forget: (erasure) => forgetRows(connection, memberTablesOf(schema.shaped), erasure),
    async replaceMembers(version, members) {
      await keep('member', version, members);
      await insert(
        memberTable,
        version,
        members.map((member) => memberValues(version, member)),
      );
    },
  };
}

/** A statement takes no parameters. */
function whole(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TypeError('A place in a log is a whole number');
  return String(value);
}

/** A table with its columns, in the order of the values that the functions below make. */
interface LensInsertTable {
  readonly table: string;
  readonly columns: readonly string[];
}

const factTable: LensInsertTable = {
  table: 'fact',
  columns: [
    'shard',
    'position',
    'block',
    'member_id',
    'type',
    'occurred_at',
    'recorded_at',
    'is_backfill',
    'source',
    'message_id',
    'channel',
    'store_id',
    'payload',
  ],
};

const derivedFactTable: LensInsertTable = {
  table: 'derived_fact',
  columns: [
    'shard',
    'position',
    'block',
    'member_id',
    'type',
    'occurred_at',
    'recorded_at',
    'cause_kind',
    'cause_position',
    'cause_at',
    'program_version',
    'payload',
  ],
};

function memberTableOf({ memberColumns }: LensLayout): LensInsertTable {
  return {
    table: 'member',
    columns: [
      'shard',
      'member_id',
      'version',
      'status',
      'merged_into',
      'position',
      'clock_at',
      'program_version',
      'created_at',
      ...memberColumns.map(({ name }) => name),
    ],
  };
}

function partTableOf({ name, keeps, columns }: LensLayout['tables'][number]['part']): {
  readonly insert: LensInsertTable;
  readonly keepsNewest: boolean;
} {
  const keepsNewest = keeps === 'newest';
  const own = columns.map((column) => column.name);
  const key = keepsNewest ? ['shard', 'member_id', 'version'] : ['shard', 'member_id'];
  return { keepsNewest, insert: { table: name, columns: [...key, ...own] } };
}

function factValues(block: number, fact: ShippedFact): LensValues {
  return [
    fact.shard,
    fact.position,
    block,
    fact.memberId,
    fact.type,
    fact.occurredAt,
    fact.recordedAt,
    fact.isBackfill,
    fact.source,
    fact.messageId,
    fact.channel,
    fact.storeId,
    payloadText(fact.payload),
  ];
}

function derivedFactValues(block: number, fact: ShippedDerivedFact): LensValues {
  return [
    fact.shard,
    fact.position,
    block,
    fact.memberId,
    fact.type,
    fact.occurredAt,
    fact.recordedAt,
    fact.causeKind,
    fact.causePosition,
    fact.causeAt,
    fact.programVersion,
    fact.payload,
  ];
}

function memberValues(version: number, member: ShippedMember): LensValues {
  return [
    member.shard,
    member.memberId,
    version,
    member.status,
    member.mergedInto,
    member.position,
    member.clockAt,
    member.programVersion,
    member.createdAt,
    ...member.values,
  ];
}

function versionedValues(version: number) {
  return ({ shard, memberId, values }: ShippedRow): LensValues => [shard, memberId, version, ...values];
}

function plainValues({ shard, memberId, values }: ShippedRow): LensValues {
  return [shard, memberId, ...values];
}
