import type { SchemaShape, TableShape } from './read-schema.ts';

/**
 * Where each table lives on a Citus cluster.
 *
 * `shard`: member-scoped, distributed by its first column and co-located, so that a statement that names a shard touches one node.
 * `own`: uniqueness that crosses shards, distributed by its own key.
 * `reference`: small, read by every node.
 * `local`: on the coordinator.
 */
export type Placement =
  | { readonly kind: 'shard' }
  | { readonly kind: 'own'; readonly column: string }
  | { readonly kind: 'reference' }
  | { readonly kind: 'local' };

const ownKeys: Readonly<Record<string, string>> = {
  message: 'id',
  command: 'id',
  identity: 'hash',
  released_identity: 'hash',
  order_owner: 'id',
};
const references = new Set([
  'installation',
  'installation_key',
  'program_document',
  'program_version',
  'product',
  'store',
  'staff',
  'currency_rate',
]);

export function placementOf(table: TableShape): Placement {
  if (table.columns[0]?.name === 'shard') return { kind: 'shard' };
  const column = ownKeys[table.name];
  if (column !== undefined) return { kind: 'own', column };
  return { kind: references.has(table.name) ? 'reference' : 'local' };
}

/** What keeps the schema from being distributed, one sentence each; none when it can be. */
export function distributionProblems(schema: SchemaShape): readonly string[] {
  const placements = new Map(schema.tables.map((table) => [table.name, placementOf(table)]));
  return schema.tables.flatMap((table) => table.keys.flatMap((key) => problemsOfKey(table, key, placements)));
}

function problemsOfKey(
  table: TableShape,
  key: TableShape['keys'][number],
  placements: ReadonlyMap<string, Placement>,
): readonly string[] {
  const placement = placements.get(table.name) ?? { kind: 'local' };
  const problems: string[] = [];
  const isUnique = key.kind === 'primary' || key.kind === 'unique';
  const first = placement.kind === 'own' ? placement.column : 'shard';
  const isDistributed = placement.kind === 'shard' || placement.kind === 'own';
  if (isDistributed && (isUnique || key.kind === 'foreign') && key.columns[0] !== first) {
    problems.push(`${key.kind} key ${key.name} of ${table.name} does not begin with ${first}`);
  }
  if (key.kind !== 'foreign') return problems;
  const target = placements.get(key.references)?.kind;
  if (isDistributed && target === 'local') {
    problems.push(`${key.name} points from the distributed ${table.name} to the local ${key.references}`);
  }
  return problems;
}

/** The table that the other member-scoped ones are placed beside. */
const colocationLeader = 'shard_head';

/** The statements that distribute an empty, migrated database. */
export function renderDistribution(schema: SchemaShape): string {
  const lines = (kind: Placement['kind'], write: (table: string, column: string) => string): string =>
    schema.tables
      .map((table) => ({ name: table.name, placement: placementOf(table) }))
      .filter(({ name, placement }) => placement.kind === kind && name !== colocationLeader)
      .map(({ name, placement }) => write(name, placement.kind === 'own' ? placement.column : 'shard'))
      .join('\n');
  return `-- Spreads an empty, migrated database over a Citus cluster. Written by \`npm run schema\`; do not edit.
-- Prepared, not proven: single statements of the kind used here were tried on a cluster, the whole of Perennial was not.
-- Run it once, on the coordinator, after \`perennial migrate\` and before the first fact.

-- Small tables that every node reads.
${lines('reference', (table) => `select create_reference_table('${table}');`)}

-- Member-scoped tables: co-located by shard, so that a member's rows, her log and her cursor are on one node.
select create_distributed_table('${colocationLeader}', 'shard');
${lines('shard', (table) => `select create_distributed_table('${table}', 'shard', colocate_with => '${colocationLeader}');`)}

-- Uniqueness across shards: each by its own key.
${lines('own', (table, column) => `select create_distributed_table('${table}', '${column}', colocate_with => 'none');`)}

-- On the coordinator alone:
${lines('local', (table) => `--   ${table}`)}
`;
}
