import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../database/database.ts';
import { migrate, readMigrations } from '../schema/migrate.ts';
import { settleBudgets } from '../stores/settle-budgets.ts';
import { createEmptyTestDatabase, createTestDatabase } from '../testing/test-database.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { describeOccupants } from './occupants.ts';
import { withSnapshot } from './read-snapshot.ts';
import { DatabaseOccupiedError, restoreTables } from './restore-tables.ts';
import type { OpenTable } from './restore-tables.ts';

let source: TestDatabase;
let target: TestDatabase;
const user = '00000000-0000-4000-8000-000000000001';
const before = 'eeeeeeee-0000-4000-8000-000000000001';

beforeAll(async () => {
  source = await createTestDatabase();
  await query(
    source.url,
    `insert into installation (id, shard_count, zone, currency, created_at) values ('${before}', 4, 'UTC', 'CNY', 0);
     insert into shard_lease (shard, worker, expires_at) values (0, 'of before', 9e15);
     insert into console_user (id, email, name, role, created_at) values ('${user}', 'a@example.com', E'tab\\tand\\\\', 'viewer', 0);
     insert into console_session (token_hash, user_id, created_at, expires_at) values ('\\x01', '${user}', 0, 9e15);
     insert into sign_in_link (token_hash, user_id, created_at, expires_at) values ('\\x02', '${user}', 0, 9e15);
     insert into lens (id, created_at) values ('${user}', 0);
     insert into backup (id, taken_at, file, bytes) values ('${user}', 1, 'x', 1);
     insert into audit_log (at, actor_kind, actor, action, outcome) values (1, 'system', '', 'first', 'done');
     insert into lens_block (lens, recorded_at) values ('${user}', 1), ('${user}', 2);
     insert into resource_total (key, units) values ('prizes', 9);
     insert into resource_slice (shard, key, available) values (1, 'prizes', 2), (3, 'prizes', 4);
     create table foreign_to_us (a integer)`,
  );
});
afterAll(() => source.drop());
beforeEach(async () => {
  target = await createEmptyTestDatabase();
});
afterEach(() => target.drop());

async function query(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

interface Wanted {
  readonly url?: string;
  /** Another source, and what it was migrated with. */
  readonly from?: string;
  readonly migrations?: ReturnType<typeof readMigrations>;
  /** Asked before each table. */
  readonly onTable?: (name: string) => void;
}

const leftOut: string[] = [];

/** Restores what the source holds now, and answers the new id. */
function restore(wanted: Wanted = {}): Promise<string> {
  const { url = target.url, migrations = readMigrations(), onTable } = wanted;
  const later = readMigrations().filter(({ number }) => !migrations.some((one) => one.number === number));
  leftOut.length = 0;
  return withSnapshot(wanted.from ?? source.url, (snapshot) => {
    const fill = async (open: OpenTable): Promise<void> => {
      for (const table of snapshot.tables) {
        onTable?.(table.name);
        const sink = await open(table);
        if (sink === undefined) leftOut.push(table.name);
        for await (const rows of snapshot.readTable(table)) await sink?.write(rows);
        await sink?.end();
      }
    };
    const from = { installationId: snapshot.installationId, takenAt: 5, file: 'the.backup', restoredAt: 7 };
    return restoreTables(url, { ...snapshot, migrations, later, from, fill });
  });
}

const isEmpty = async () => (await describeOccupants(target.url)) === undefined;

describe('a restore', () => {
  it('makes the same tables with the same rows, whatever their order and whatever watches over them', async () => {
    await restore();
    expect(await query(target.url, 'select name, email from console_user')).toEqual([
      { name: 'tab\tand\\', email: 'a@example.com' },
    ]);
    expect(await query(target.url, 'select action from audit_log')).toEqual([{ action: 'first' }]);
    expect(leftOut).toEqual(['foreign_to_us']);
    await expect(query(target.url, 'delete from audit_log')).rejects.toThrow(/cannot be changed/);
    const ofNobody = `insert into console_session (token_hash, user_id, created_at, expires_at) values ('\\x03', '${before}', 0, 0)`;
    await expect(query(target.url, ofNobody)).rejects.toThrow(/foreign key/);
  });

  it('puts back what was laid aside: every index and every reference', async () => {
    await restore();
    const shape = `select conname as name from pg_constraint where connamespace = 'public'::regnamespace
                   union all select indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indexrelid
                    where c.relnamespace = 'public'::regnamespace order by 1`;
    expect(await query(target.url, shape)).toEqual(await query(source.url, shape));
  });

  it('is another installation, with nobody signed in, no lens, free leases and nothing handed on', async () => {
    const id = await restore();
    expect(id).not.toBe(before);
    expect(await query(target.url, 'select id from installation')).toEqual([{ id }]);
    for (const table of ['console_session', 'sign_in_link', 'lens', 'lens_block', 'backup'])
      expect({ table, rows: await query(target.url, `select 1 from ${table}`) }).toEqual({ table, rows: [] });
    expect(await query(target.url, 'select worker from shard_lease')).toEqual([{ worker: null }]);
    expect(await query(target.url, 'select reason from delivery_pause')).toEqual([{ reason: 'restored' }]);
    const restored = await query(target.url, 'select installation_before, file, finished_at from restoration');
    expect(restored).toEqual([{ installation_before: before, file: 'the.backup', finished_at: null }]);
  });

  it('has of each budget what was left, and fills in nothing that was granted before', async () => {
    await restore();
    const database = createDatabase({ url: target.url, poolSize: 2 });
    try {
      const settle = (units: number) =>
        database.transaction({ name: 'budgets' }, (sql) => settleBudgets(sql, [{ resource: 'prizes', units }], 4));
      const left = `select sum(available)::integer as left from resource_slice where key = 'prizes'`;
      expect(await settle(9)).toEqual([]);
      expect(await query(target.url, left)).toEqual([{ left: 6 }]);
      expect(await settle(10)).toEqual([]);
      expect(await query(target.url, left)).toEqual([{ left: 7 }]);
      expect(await settle(1)).toEqual([{ resource: 'prizes', units: 2 }]);
      expect(await query(target.url, left)).toEqual([{ left: 0 }]);
    } finally {
      await database.close();
    }
  });

  it('goes on with numbers where they ended, also after rows that are gone', async () => {
    await restore();
    await query(target.url, `insert into lens_block (lens, recorded_at) values ('${user}', 3)`);
    expect(await query(target.url, 'select id::int from lens_block')).toEqual([{ id: 3 }]);
  });

  it('of a backup that an older release made is brought to this one', async () => {
    const older = await createEmptyTestDatabase();
    const migrations = readMigrations();
    const known = migrations.filter(({ number }) => number <= 160);
    try {
      await migrate(older.url, known);
      const rows = `insert into installation (id, shard_count, zone, currency, created_at) values ('${before}', 4, 'UTC', 'CNY', 0)`;
      await query(older.url, rows);
      const id = await restore({ from: older.url, migrations: known });
      expect(await query(target.url, 'select id from installation')).toEqual([{ id }]);
      const names = await query(target.url, 'select name from migration order by number');
      expect(names).toEqual(migrations.map(({ name }) => ({ name })));
    } finally {
      await older.drop();
    }
  });

  it('leaves an empty database when it ends before its end', async () => {
    const onTable = (name: string) => {
      if (name === 'installation') throw new Error('the file ended');
    };
    await expect(restore({ onTable })).rejects.toThrow('the file ended');
    expect(await isEmpty()).toBe(true);
    await restore();
  });

  it('leaves an empty database when its connection is cut', async () => {
    let cut: Promise<unknown> | undefined;
    const onTable = (name: string) => {
      if (name === 'fact')
        cut = query(
          source.url,
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'perennial restore' and datname = '${new URL(target.url).pathname.slice(1)}'`,
        );
    };
    await expect(restore({ onTable })).rejects.toThrow();
    await cut;
    await expect.poll(isEmpty).toBe(true);
  });

  it('is refused where there is an installation, a restore that did not finish, or anything else', async () => {
    await expect(restore({ url: source.url })).rejects.toThrow(DatabaseOccupiedError);
    expect(await query(source.url, 'select id from installation')).toEqual([{ id: before }]);
    await restore();
    expect(await describeOccupants(target.url)).toMatch(/did not finish/);
    await query(target.url, 'update restoration set finished_at = 8');
    await expect(restore()).rejects.toThrow(/is an installation in this database/);
    const other = await createEmptyTestDatabase();
    try {
      await query(other.url, 'create table theirs (a integer)');
      await expect(restore({ url: other.url })).rejects.toThrow(/there is theirs/);
      expect(await query(other.url, 'select 1 from theirs')).toEqual([]);
    } finally {
      await other.drop();
    }
  });
});
