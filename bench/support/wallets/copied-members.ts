import { columnOf, facets, shardOf, type AnyRowKind, type RowShape } from '@perennial/domain';
import type { StoredMember } from '@perennial/domain/testing';
import { createMemberId, type BlindIdentityOf } from '@perennial/engine';
import { createProgramStore, type Database } from '@perennial/postgres';
import { giveIdentities, type Places } from '../built-members.ts';
import { shardCount, type BenchInstallation } from '../installation.ts';
import { walletsVersion } from './model-members.ts';
import { createWalletsProgram } from './wallets-program.ts';

/**
 * Members made by set-based SQL: what a model is stored as is written for everybody under an id of her own. Digests do not hold whose they
 * are, so the copies' chains are right. The log is empty up to the position that they claim.
 */
export interface CopiedMembers {
  readonly database: Database;
  /** Taken in turn. */
  readonly models: readonly StoredMember[];
  readonly members: number;
  /** Undefined: nobody will send facts about them, so they need no identities. */
  readonly blind?: BlindIdentityOf;
}

const batchMembers = 10_000;

/** Publishes the wallets of the benchmarks, as the version that models are folded under. */
export async function publishWallets(installation: BenchInstallation, database: Database): Promise<void> {
  const note = { publishedBy: 'bench', note: '', restores: null, follows: walletsVersion - 1, publishedAt: Date.now() };
  await createProgramStore(database, facets).publish({ documents: createWalletsProgram(), ...note });
  await installation.programs(database);
}

/** Writes the members; their ids, in the order of their numbers. */
export async function copyMembers({ database, models, members, blind }: CopiedMembers): Promise<readonly string[]> {
  const position = Math.max(...models.map((model) => model.position));
  for (const table of ['shard_head', 'shard_cursor'])
    await database.pool.query(`update ${table} set position = greatest(position, $1)`, [position]);
  const all: string[] = [];
  for (let from = 0; from < members; from += batchMembers) {
    const count = Math.min(batchMembers, members - from);
    const ids = Array.from({ length: count }, () => createMemberId(Date.now()));
    const shards = ids.map((id) => shardOf(id, shardCount));
    for (const [n, model] of models.entries()) {
      const isOfModel = (_: unknown, m: number) => (from + m) % models.length === n;
      await copyModel(database, model, [shards.filter(isOfModel), ids.filter(isOfModel)]);
    }
    if (blind !== undefined) await giveIdentities(database, blind, { places: [shards, ids], from });
    all.push(...ids);
  }
  for (const table of ['member', 'member_facet', 'identity', ...facets.rowKinds.map(({ kind }) => kind.table)])
    await database.run(`vacuum (analyze) ${table}`);
  await database.run('checkpoint');
  return all;
}

async function copyModel({ pool }: Database, model: StoredMember, places: Places): Promise<void> {
  const members = 'unnest($1::integer[], $2::uuid[]) as m(shard, id)';
  const inRow = facets.inRow?.name ?? '';
  const { position, clockAt, wakeAt, programVersion, states } = model;
  const due = [...model.due].map(([facet, at]) => `${facet}=${at}`).join(',');
  await pool.query(
    `insert into member (shard, id, position, clock_at, wake_at, program_version, created_at, state, due)
     select shard, id, $3, $4, $5, $6, 0, $7, $8 from ${members}`,
    [...places, position, clockAt, wakeAt, programVersion, Buffer.from(states.get(inRow) ?? []), due],
  );
  for (const [facet, state] of states)
    if (facet !== inRow)
      await pool.query(
        `insert into member_facet (shard, member_id, facet, state) select shard, id, $3, $4 from ${members}`,
        [...places, facet, Buffer.from(state)],
      );
  for (const { kind, rows } of model.tables.values())
    for (const group of Map.groupBy(rows.values(), instantOf).values())
      await pool.query(copyRows(kind), [...places, `[${group.map((row) => rowText(kind, row)).join(',')}]`]);
}

/** When a row came to be, where it says so: what one order makes lies together on disk, and what another makes lies elsewhere, as in life. */
function instantOf({ at, issuedAt, decidedAt, placedAt }: RowShape): unknown {
  return at ?? issuedAt ?? decidedAt ?? placedAt ?? 0;
}

/** A row as the store names its columns. */
function rowText({ columns }: AnyRowKind, row: RowShape): string {
  return JSON.stringify(Object.fromEntries(Object.keys(columns).map((field) => [columnOf(field), row[field]])));
}

function copyRows({ table, columns }: AnyRowKind): string {
  const names = Object.keys(columns).map(columnOf);
  return `insert into ${table} (shard, member_id, ${names.join(', ')})
          select m.shard, m.id, ${names.map((name) => `r.${name}`).join(', ')}
            from unnest($1::integer[], $2::uuid[]) with ordinality as m(shard, id, n)
           cross join jsonb_populate_recordset(null::${table}, $3::jsonb) r
           order by m.n`;
}
