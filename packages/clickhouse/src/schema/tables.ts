import { createHash } from 'node:crypto';
import type { LensColumnShape, LensLayout, LensTablePart } from '@perennial/domain';
import { earlierOf } from '../earlier/earlier-tables.ts';
import { factColumns } from '../facets/index.ts';
import { sqlTypeOf } from './column-types.ts';

/**
 * Retries of a block are recognised by their token within this many inserts; beyond, the shipping asks for the last position.
 * Plain MergeTree tables recognise none unless told how many to remember.
 */
const deduplication = 'settings non_replicated_deduplication_window = 10000';

/**
 * Facts, in the order in which they are asked for: by type and time. Not partitioned, because an insert is atomic only within one
 * partition, and a block of late facts would fall into many.
 */
const fact = `create table if not exists fact (
  shard UInt16,
  position UInt64 codec(Delta, ZSTD(1)),
  block UInt64,
  member_id Nullable(UUID),
  type LowCardinality(String),
  occurred_at Int64 codec(Delta, ZSTD(1)),
  recorded_at Int64 codec(Delta, ZSTD(1)),
  is_backfill Bool,
  source LowCardinality(String),
  message_id String codec(ZSTD(1)),
  channel LowCardinality(String),
  store_id LowCardinality(String),
  payload String codec(ZSTD(3)),
  -- What facets read from the payload, once.
  ${factColumns.join(',\n  ')}
) engine = MergeTree order by (type, occurred_at, shard, position) ${deduplication}`;

/** What the fold decided, as it decided it: what was known then. */
const derivedFact = `create table if not exists derived_fact (
  shard UInt16,
  position UInt64 codec(Delta, ZSTD(1)),
  block UInt64,
  member_id UUID,
  type LowCardinality(String),
  occurred_at Int64 codec(Delta, ZSTD(1)),
  recorded_at Int64 codec(Delta, ZSTD(1)),
  cause_kind LowCardinality(String),
  cause_position UInt64,
  cause_at Int64,
  program_version UInt32,
  payload String codec(ZSTD(3))
) engine = MergeTree order by (type, occurred_at, shard, position) ${deduplication}`;

/** Columns that every member has, whatever facets bring. */
const memberHeader: readonly LensTableColumn[] = [
  { name: 'shard', type: 'UInt16' },
  { name: 'member_id', type: 'UUID' },
  { name: 'version', type: 'UInt64' },
  { name: 'status', type: 'LowCardinality(String)' },
  { name: 'merged_into', type: 'Nullable(UUID)' },
  { name: 'position', type: 'UInt64' },
  { name: 'clock_at', type: 'Int64' },
  { name: 'program_version', type: 'UInt32' },
  { name: 'created_at', type: 'Int64' },
];

/** One row a member: what is known of her now. */
function memberTable(columns: readonly LensColumnShape[]): LensTableShape {
  return {
    name: 'member',
    engine: 'ReplacingMergeTree',
    engineSql: 'ReplacingMergeTree(version)',
    sortBy: ['shard', 'member_id'],
    columns: [...memberHeader, ...columns.map(toColumn)],
    stands: '',
  };
}

/** A table that a facet brings. */
function partTable(part: LensTablePart<never>, fingerprint: string): LensTableShape {
  const isNewest = part.keeps === 'newest';
  const isReplaced = isNewest && part.steps === undefined;
  return {
    name: part.name,
    engine: isNewest ? 'ReplacingMergeTree' : 'AggregatingMergeTree',
    engineSql: isNewest ? 'ReplacingMergeTree(version)' : 'AggregatingMergeTree',
    sortBy: [...part.sortBy, 'shard', 'member_id'],
    columns: [
      { name: 'shard', type: 'UInt16' },
      { name: 'member_id', type: 'UUID' },
      ...(isNewest ? [{ name: 'version', type: 'UInt64' }] : []),
      ...part.columns.map((column) => (isNewest ? toColumn(column) : greatestColumn(column))),
    ],
    stands: isReplaced ? '' : hashOf(fingerprint),
  };
}

function toColumn(column: LensColumnShape): LensTableColumn {
  return { name: column.name, type: sqlTypeOf(column.type), isList: column.type.startsWith('list of') };
}

/** Of which the greater value wins whenever rows are merged, so that their order of arrival does not matter. */
function greatestColumn({ name, type }: LensColumnShape): LensTableColumn {
  return { name, type: `SimpleAggregateFunction(max, ${sqlTypeOf(type)})` };
}

export interface LensTableColumn {
  readonly name: string;
  /** As ClickHouse itself writes it. */
  readonly type: string;
  readonly isList?: boolean;
}

/** A table whose columns follow from what facets bring. */
export interface LensTableShape {
  readonly name: string;
  readonly engine: string;
  readonly engineSql: string;
  readonly sortBy: readonly string[];
  readonly columns: readonly LensTableColumn[];
  /**
   * What its rows are, kept beside the table: rows of another description would stay in it for ever, so it is made anew. Empty where
   * those of a member replace each other.
   */
  readonly stands: string;
}

/** Lists are long and much alike. */
export function columnSql({ name, type, isList }: LensTableColumn): string {
  return `${name} ${type}${isList === true ? ' codec(ZSTD(1))' : ''}`;
}

export function createTableSql({ name, engineSql, sortBy, columns, stands }: LensTableShape): string {
  const shape = columns.map(columnSql).join(',\n  ');
  return `create table if not exists ${name} (\n  ${shape}\n) engine = ${engineSql} order by (${sortBy.join(', ')}) comment '${stands}'`;
}

/** Which lens this is. */
const identity = `create table if not exists lens_identity (
  id UUID,
  -- Fingerprint of the statements that made its tables.
  schema_version String,
  created_at DateTime default now()
) engine = MergeTree order by id`;

/** Tables that are the same whatever facets bring. */
const fixedTables = { lens_identity: identity, fact, derived_fact: derivedFact } as const;

export interface LensSchema {
  /** Statements that make what is the same for all facets. */
  readonly fixed: Readonly<Record<string, string>>;
  /** The members first. */
  readonly shaped: readonly LensTableShape[];
  /**
   * Changes whenever a table does that no facet brings and that can only be filled as a whole: the logs and the header of members. A lens of another version is emptied and shipped everything again, because all of it can be made anew from the system
   * of record.
   */
  readonly version: string;
}

/** Every table that a lens of this schema has. */
export function tableNamesOf({ fixed, shaped }: LensSchema): readonly string[] {
  return [...Object.keys(fixed), ...memberTablesOf(shaped)];
}

/** Every table with rows of members. */
export function memberTablesOf(shaped: readonly LensTableShape[]): readonly string[] {
  return [...shaped.map(({ name }) => name), ...replacedTables(shaped).map(({ name }) => earlierOf(name))];
}

/** Those whose rows are replaced by newer ones as a whole: what a figure counted stands in them. */
export function replacedTables(shaped: readonly LensTableShape[]): readonly LensTableShape[] {
  return shaped.filter(({ engine, stands }) => engine === 'ReplacingMergeTree' && stands === '');
}

export function lensSchemaOf({ memberColumns, tables, fingerprints }: LensLayout): LensSchema {
  const content = JSON.stringify([fixedTables, memberTable([])]);
  return {
    fixed: fixedTables,
    shaped: [
      memberTable(memberColumns),
      ...tables.map(({ part }) => partTable(part, fingerprints.get(part.name) ?? '')),
    ],
    version: hashOf(content),
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
