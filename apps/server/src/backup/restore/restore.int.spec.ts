import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { createDatabase } from '@perennial/postgres';
import { createEmptyTestDatabase, createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runSample } from '../../cli/testing/page-samples.ts';
import type { SampleRun } from '../../cli/testing/page-samples.ts';
import { encodeRecord } from '../file/records.ts';

/** One installation is backed up once; each test restores it into a database and a folder of its own. */
let home: string;
let source: TestDatabase;
let target: TestDatabase;
let sourceFolder: string;
let folder: string;
let backup: string;
let withKeys: string;
let nameless: string;

const orders = 'customer_id,date,amount\nc1,2026-01-03,12.00\nc2,2026-01-04,13.00\nc3,2026-01-05,14.00\n';

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'perennial-restore-'));
  source = await createTestDatabase();
  sourceFolder = join(home, 'source');
  writeFileSync(join(home, 'shop.csv'), orders);
  await done(`import ${join(home, 'shop.csv')} --source shop`, ofSource());
  backup = join(home, 'kept', 'one.backup');
  mkdirSync(join(home, 'kept'));
  withKeys = join(home, 'kept', 'with-keys.backup');
  await done(`backup ${backup}`, ofSource());
  await done(`backup ${withKeys} --with-keys`, ofSource());
  nameless = await idOf('c3');
  await done(`members erase external_id:shop:c3 --reason asked --yes`, ofSource());
}, 120_000);
afterAll(async () => {
  await source.drop();
  rmSync(home, { recursive: true, force: true });
});
beforeEach(async () => {
  target = await createEmptyTestDatabase();
  folder = join(home, `target-${randomBytes(4).toString('hex')}`);
});
afterEach(() => target.drop());

const ofSource = () => ({ DATABASE_URL: source.url, PERENNIAL_DATA: sourceFolder });
const ofTarget = () => ({ DATABASE_URL: target.url, PERENNIAL_DATA: folder });

function run(words: string, environment: Record<string, string> = ofTarget()): Promise<SampleRun> {
  return runSample(`npx perennial ${words}`, { environment });
}

async function done(words: string, environment: Record<string, string> = ofTarget()): Promise<string> {
  const { code, out, err } = await run(words, environment);
  expect({ words, code, err: code === 0 ? '' : err }).toEqual({ words, code: 0, err: '' });
  return out;
}

/** Refused, with nothing in the database and nothing new in the folder. */
async function refused(words: string, environment: Record<string, string> = ofTarget()): Promise<string> {
  const before = existsSync(folder) ? readdirSync(folder) : [];
  const { code, err } = await run(words, environment);
  expect({ words, code }).toEqual({ words, code: 1 });
  expect(await query(target.url, `select relname from pg_class where relnamespace = 'public'::regnamespace`)).toEqual(
    [],
  );
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual(before);
  return err;
}

async function query(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const database = createDatabase({ url, poolSize: 1 });
  try {
    return (await database.pool.query<Record<string, unknown>>(text)).rows;
  } finally {
    await database.close();
  }
}

async function idOf(customer: string): Promise<string> {
  const shown = await done(`members get external_id:shop:${customer} --json`, ofSource());
  return (JSON.parse(shown) as { id: string }).id;
}

const keysOfSource = () => join(sourceFolder, 'keys.json');
const damaged = (name: string, bytes: Buffer) => {
  const file = join(home, 'kept', name);
  writeFileSync(file, bytes);
  return file;
};

describe('a restore into an empty database', () => {
  it('brings back everybody but who was erased since, as an installation of its own', async () => {
    const out = JSON.parse(await done(`restore ${withKeys} --json`)) as Record<string, unknown>;
    expect(out).toMatchObject({ repeated: 1, alsoErased: [], leftOut: [], erasuresNoted: 1 });
    expect(out['installationId']).not.toBe(out['installationBefore']);
    expect(await done('members get external_id:shop:c1')).toContain('live');
    expect((await run('members get external_id:shop:c3')).err).toContain('There is no member');
    expect(await query(target.url, `select status from member where id = '${nameless}'`)).toEqual([{ status: 2 }]);
    expect(await done('replay --verify')).toContain('no difference');
    expect(readFileSync(join(folder, 'keys.json'), 'utf8')).toBe(readFileSync(keysOfSource(), 'utf8'));
    expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(folder, 'restoring.json'))).toBe(false);
    const acts = await query(target.url, `select action, outcome from audit_log where action like '%restored'`);
    expect(acts).toEqual([{ action: 'installation.restored', outcome: 'done' }]);
  });

  it('says what it would do, and does nothing', async () => {
    const out = await done(`restore ${withKeys} --dry-run`);
    expect(out).toContain('Nothing was written');
    expect(out).toMatch(/1 erasures? in/);
    expect(existsSync(folder)).toBe(false);
    expect(await query(target.url, `select 1 from pg_class where relnamespace = 'public'::regnamespace`)).toEqual([]);
  });

  it('takes keys that are in place, named, or in the environment', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'keys.json'), readFileSync(keysOfSource()), { mode: 0o600 });
    expect(await done(`restore ${backup} --dry-run`)).toContain(join(folder, 'keys.json'));
    await refused(`restore ${backup} --keys ${keysOfSource()}`);
    rmSync(join(folder, 'keys.json'));
    const given = { ...ofTarget(), PERENNIAL_KEYS: readFileSync(keysOfSource(), 'utf8') };
    expect(await done(`restore ${backup} --dry-run`, given)).toContain('PERENNIAL_KEYS');
    rmSync(folder, { recursive: true });
    await done(`restore ${backup} --keys ${keysOfSource()}`);
    expect(await done('members get external_id:shop:c1')).toContain('live');
  });

  it('stays a demo where members are made up, into which nothing of one’s own is imported', async () => {
    const recipe = '{"seed":1,"members":3,"locale":"en","endsAt":1767225600000,"isComplete":true}\n';
    const file = join(home, 'kept', 'demo.backup');
    writeFileSync(join(sourceFolder, 'demo.json'), recipe);
    try {
      await done(`backup ${file} --with-keys`, ofSource());
    } finally {
      rmSync(join(sourceFolder, 'demo.json'));
    }
    await done(`restore ${file}`);
    expect(readFileSync(join(folder, 'demo.json'), 'utf8')).toBe(recipe);
    const { code, err } = await run(`import ${join(home, 'shop.csv')} --source shop`);
    expect(code).toBe(1);
    expect(err).toContain('holds the demo brand');
  });

  it('pauses delivery until somebody says otherwise, once', async () => {
    await done(`restore ${withKeys}`);
    const doctor = await done('doctor');
    expect(doctor).toMatch(/warning {2}delivery: paused since .+ perennial delivery resume/);
    expect(JSON.parse(await done('delivery resume --json'))).toEqual({ wasPaused: true });
    expect(JSON.parse(await done('delivery resume --json'))).toEqual({ wasPaused: false });
    expect(await done('doctor')).toMatch(/ok {7}delivery: /);
    const acts = await query(target.url, `select outcome from audit_log where action = 'delivery.resumed'`);
    expect(acts).toEqual([{ outcome: 'done' }, { outcome: 'done' }]);
  });

  it('goes on with the list of erasures where the backup lies', async () => {
    await done(`restore ${withKeys}`);
    const id = (JSON.parse(await done('members get external_id:shop:c2 --json')) as { id: string }).id;
    await done('members erase external_id:shop:c2 --reason asked --yes');
    const journal = readFileSync(join(home, 'kept', 'erasures.jsonl'), 'utf8');
    expect(journal).toContain(id);
    expect(journal).not.toContain('c2"');
    // The list is everybody's who restores this backup.
    writeFileSync(join(home, 'kept', 'erasures.jsonl'), `${journal.split('\n')[0]}\n`);
  });
});

describe('an erasure', () => {
  it('is done where its list cannot be reached, which the doctor tells until it is noted', async () => {
    await done(`restore ${withKeys}`);
    const away = { ...ofTarget(), PERENNIAL_BACKUP_FOLDER: join(home, 'not-mounted') };
    const { code, err } = await run('members erase external_id:shop:c1 --reason asked --yes', away);
    expect({ code, isTold: err.includes('not noted beside the backups') }).toEqual({ code: 0, isTold: true });
    expect(await done('doctor', away)).toMatch(/warning {2}erasures beside the backups: 2 are not in/);
    mkdirSync(away.PERENNIAL_BACKUP_FOLDER);
    await done(`backup ${join(home, 'after.backup')}`, away);
    expect(await done('doctor', away)).toMatch(/ok {7}erasures beside the backups: all in/);
    expect(readFileSync(join(away.PERENNIAL_BACKUP_FOLDER, 'erasures.jsonl'), 'utf8')).toContain(nameless);
  });
});

describe('a backup that is old', () => {
  it('is told of by the doctor, and one that was never taken', async () => {
    await done(`restore ${withKeys}`);
    expect(await done('doctor')).toMatch(/warning {2}backup: none was taken of this installation/);
    const never = { ...ofTarget(), PERENNIAL_BACKUP_DAYS: '0' };
    expect(await done('doctor', never)).toMatch(/ok {7}backup: none was taken/);
    const file = join(home, 'old.backup');
    await done(`backup ${file}`);
    expect(await done('doctor')).toMatch(/ok {7}backup: the last one is 0 hours old/);
    await query(target.url, `update backup set taken_at = taken_at - ${8 * 86_400_000}`);
    rmSync(file);
    const found = await done('doctor');
    expect(found).toMatch(/warning {2}backup: the last one is 8 days old: .+ which is not there now; more than 7 days/);
  });
});

describe('a restore is refused before anything is written', () => {
  it('without keys, or with those of another installation', async () => {
    expect(await refused(`restore ${backup}`)).toMatch(/keys are not in .+ --keys/);
    const other = { currentMasterKeyId: 'm', masterKeys: { m: key() }, hashKeys: [{ id: 1, key: key() }] };
    const file = join(home, 'other-keys.json');
    writeFileSync(file, JSON.stringify(other));
    expect(await refused(`restore ${backup} --keys ${file}`)).toMatch(/not those of the backup: \w+ key .+ is missing/);
    expect(await refused(`restore ${withKeys} --keys ${file}`)).toMatch(/not those of the backup/);
    const { masterKeys, ...rest } = JSON.parse(readFileSync(keysOfSource(), 'utf8')) as {
      masterKeys: Record<string, string>;
    };
    const [name = ''] = Object.keys(masterKeys);
    writeFileSync(file, JSON.stringify({ ...rest, masterKeys: { [name]: key() } }));
    expect(await refused(`restore ${backup} --keys ${file}`)).toMatch(/under the name of master key/);
    writeFileSync(file, '{');
    expect(await refused(`restore ${backup} --keys ${file}`)).toMatch(/cannot be read/);
    expect(await refused(`restore ${backup} --keys ${join(home, 'none.json')}`)).toMatch(/cannot be read/);
  });

  it('without the list of erasures, unless that is said', async () => {
    const alone = join(home, 'alone');
    mkdirSync(alone);
    const file = join(alone, basename(withKeys));
    writeFileSync(file, readFileSync(withKeys));
    expect(await refused(`restore ${file}`)).toMatch(/no list of erasures at .+ --without-journal/);
    expect(await refused(`restore ${file} --journal ${join(home, 'nowhere.jsonl')}`)).toMatch(/no list of erasures/);
    expect((await run(`restore ${file} --journal x --without-journal`)).code).toBe(2);
    writeFileSync(join(alone, 'erasures.jsonl'), `{"memberId":"${nameless}"\n`);
    expect(await refused(`restore ${file}`)).toMatch(/Line 1 of/);
    const folderSaid = { ...ofTarget(), PERENNIAL_BACKUP_FOLDER: join(home, 'kept') };
    expect(await done(`restore ${file} --dry-run`, folderSaid)).toContain(join(home, 'kept', 'erasures.jsonl'));
    expect(await done(`restore ${file} --without-journal`)).toContain('No erasure was repeated');
    expect(await done('members get external_id:shop:c3')).toContain('live');
  });

  it('from a file in which one bit is another one, or that was cut off, or is none', async () => {
    const bytes = readFileSync(withKeys);
    for (const share of [0.2, 0.6, 0.95]) {
      const flipped = Buffer.from(bytes);
      const at = Math.floor(bytes.length * share);
      flipped[at] = (flipped[at] ?? 0) ^ 0b100;
      expect(await refused(`restore ${damaged('flipped', flipped)}`)).toContain('is not a whole backup');
      expect(await refused(`restore ${damaged('cut', bytes.subarray(0, at))}`)).toContain('is not a whole backup');
    }
    expect(await refused(`restore ${join(home, 'nowhere')}`)).toContain('there is no such file');
  });

  it('from a file of a release that is newer', async () => {
    const manifestOf = (plain: Buffer) => plain.lastIndexOf('M', plain.lastIndexOf('{"format"'));
    const plain = zstdDecompressSync(readFileSync(withKeys));
    const at = manifestOf(plain);
    const manifest = JSON.parse(plain.subarray(at + 5).toString()) as { migrations: object[]; version: string };
    manifest.version = '99.1.0';
    manifest.migrations.push({ number: 9_999, name: '9999_of_tomorrow', checksum: 'x' });
    const newer = Buffer.concat([plain.subarray(0, at), encodeRecord('M', Buffer.from(JSON.stringify(manifest)))]);
    const told = await refused(`restore ${damaged('newer', zstdCompressSync(newer))}`);
    expect(told).toMatch(/release 99\.1\.0, whose database has 9999_of_tomorrow/);
  });

  it('where there is something already', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    expect(await refused(`restore ${withKeys}`)).toMatch(/is not empty: there is notes\.txt/);
    const elsewhere = { DATABASE_URL: source.url, PERENNIAL_DATA: join(home, 'new') };
    expect((await run(`restore ${withKeys}`, elsewhere)).err).toMatch(/is an installation in this database already/);
    expect((await run(`restore ${withKeys}`, ofSource())).err).toMatch(/is not empty/);
    expect(await done('members get external_id:shop:c1', ofSource())).toContain('live');
  });
});

describe('a restore that was cut off', () => {
  it('is opened by nobody until it is done again', async () => {
    await done(`restore ${withKeys}`);
    await query(target.url, 'update restoration set finished_at = null');
    for (const words of [
      'doctor',
      'start --no-build',
      'members get external_id:shop:c1',
      `backup ${join(home, 'half')}`,
    ])
      expect((await run(words)).code, words).toBe(1);
    expect((await run('members get external_id:shop:c1')).err).toContain('did not finish');
    expect((await run(`restore ${withKeys}`, { ...ofTarget(), PERENNIAL_DATA: join(home, 'again') })).err).toMatch(
      /A restore into this database did not finish/,
    );
  });

  it('leaves a folder that nobody opens, and which the next one clears', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'restoring.json'), JSON.stringify({ file: withKeys, pid: 2 ** 22 + 7, hadKeys: false }));
    writeFileSync(join(folder, 'keys.json'), '{}');
    expect((await run('start')).err).toContain('did not finish');
    expect((await run('doctor')).code).toBe(1);
    await done(`restore ${withKeys}`);
    expect(await done('members get external_id:shop:c1')).toContain('live');
  });

  it('is left alone while it goes on', async () => {
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'restoring.json'),
      JSON.stringify({ file: withKeys, pid: process.ppid, hadKeys: false }),
    );
    expect(await refused(`restore ${withKeys}`)).toMatch(/goes on \(process \d+\)/);
  });
});

function key(): string {
  return randomBytes(32).toString('base64');
}
