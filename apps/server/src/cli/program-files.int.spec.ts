import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Capability } from '@perennial/contracts';
import { createDefaultProgram, lifecyclePresets, toDocument } from '@perennial/domain';
import type { FactPayload, FactValue, ProgramDocuments } from '@perennial/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startServedPlatform } from '../serving/testing/served-platform.ts';
import type { ServedPlatform } from '../serving/testing/served-platform.ts';
import type { Planned } from './program/describe-plan.ts';
import { runSample, textOf } from './testing/page-samples.ts';
import type { SampleRun } from './testing/page-samples.ts';

let served: ServedPlatform;
let apiKey: string;
let home: string;
let folder: string;
let folders = 0;

beforeAll(async () => {
  served = await startServedPlatform();
  apiKey = await keyWith(['program.read', 'program.rules', 'program.edit', 'program.publish']);
  home = mkdtempSync(join(tmpdir(), 'perennial-program-files-'));
}, 120_000);
afterAll(async () => {
  await served.close();
  rmSync(home, { recursive: true, force: true });
});
beforeEach(() => {
  folders += 1;
  folder = join(home, `brand-${folders}`);
});

async function keyWith(scopes: readonly Capability[]): Promise<string> {
  const { secret } = await served.administrator.keys.create({
    body: { kind: 'api', name: 'Git', scopes: [...scopes] },
  });
  return secret;
}

interface RunOptions {
  readonly key?: string;
  readonly signal?: AbortSignal;
}

/** In this process, beside the running server. */
function run(words: string, { key = apiKey, signal }: RunOptions = {}): Promise<SampleRun> {
  return runSample(`npx perennial program ${words}`, {
    environment: {
      PERENNIAL_DATA: served.platform.config.dataFolder,
      ...(key === '' ? {} : { PERENNIAL_API_KEY: key }),
    },
    ...(signal === undefined ? {} : { signal }),
  });
}

async function ok(words: string): Promise<string> {
  const { code, out, err } = await run(words);
  expect({ words, code, err: code === 0 ? '' : err }).toEqual({ words, code: 0, err: '' });
  return out;
}

async function inForce() {
  const { version, documents } = await served.administrator.program.current();
  return { version, documents };
}

function readJson(path: string): FactPayload {
  return JSON.parse(readFileSync(join(folder, path), 'utf8')) as FactPayload;
}

function writeJson(path: string, value: FactValue): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify(value, null, 2));
}

/** Changes nothing that a member is judged by. */
function rename(en: string): void {
  writeJson('settings.json', { ...readJson('settings.json'), name: { en, zh: '会员' } });
}

/** Keys of a document that the schema which it leads to does not know. */
function keysBeyondSchema(path: string): readonly string[] {
  const document = readJson(path);
  const file = join(folder, path, '..', JSON.stringify(document['$schema']).slice(1, -1));
  const { properties } = JSON.parse(readFileSync(file, 'utf8')) as { readonly properties: object };
  return Object.keys(document).filter((key) => !Object.hasOwn(properties, key));
}

/** Of every kind, as the reference shows them. */
function documentsOfPage(): ProgramDocuments {
  const blocks = textOf('reference/lifecycle-documents.md').matchAll(/```json (\S+)\n([\s\S]*?)```/g);
  return Object.fromEntries([...blocks].map(([, path = '', text = '']) => [path, JSON.parse(text) as FactValue]));
}

/** Moves everybody from one stage to another. */
function renameStages(toId: (id: string) => string): void {
  const main = readJson('lifecycles/main.json') as FactPayload & { stages: readonly (FactPayload & { id: string })[] };
  writeJson('lifecycles/main.json', {
    ...main,
    stages: main.stages.map((stage) => ({ ...stage, id: toId(stage.id) })),
  });
}

/** Somebody else publishes meanwhile, from a folder of her own. */
async function publishBeside(name: string): Promise<void> {
  const own = folder;
  folder = `${own}-beside`;
  await ok(`pull ${folder}`);
  rename(name);
  await ok(`apply ${folder} --note beside`);
  folder = own;
}

/** The documents that stand in the folder, without what editors need. */
function filesIn(at = folder): Readonly<Record<string, string>> {
  const paths = readdirSync(at, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.json') && !path.startsWith('.'),
  );
  return Object.fromEntries(paths.toSorted().map((path) => [path, readFileSync(join(at, path), 'utf8')]));
}

describe.each([
  { place: 'an installation', server: () => '' },
  { place: 'a server elsewhere', server: () => ` --server ${served.address}` },
])('the program of $place', ({ server }) => {
  const at = (words: string) => `${words}${server()}`;

  it('is the same after every way through files', async () => {
    const { documents: default_ } = await inForce();
    const programs: readonly ProgramDocuments[] = [
      ...lifecyclePresets.map(({ lifecycle }) => ({
        ...createDefaultProgram(),
        [`lifecycles/${lifecycle.id}.json`]: toDocument(lifecycle),
      })),
      documentsOfPage(),
      default_,
    ];
    for (const documents of programs) {
      rmSync(folder, { recursive: true, force: true });
      for (const [path, document] of Object.entries(documents)) {
        mkdirSync(join(folder, 'lifecycles'), { recursive: true });
        writeJson(path, document);
      }
      const { version } = await inForce();
      await ok(at(`apply ${folder} --note preset --expect-version ${version}`));
      expect((await inForce()).documents).toEqual(documents);
      rmSync(folder, { recursive: true, force: true });
      await ok(at(`pull ${folder}`));
      expect((await run(at(`plan ${folder}`))).code).toBe(0);
      const files = filesIn();
      expect(Object.keys(files)).toEqual(Object.keys(documents).toSorted());
      expect(await ok(at(`pull ${folder}`))).toContain(`0 written, ${Object.keys(documents).length} as before`);
      expect(filesIn()).toEqual(files);
      for (const [path, text] of Object.entries(files)) {
        expect(text.endsWith('\n}\n')).toBe(true);
        expect(keysBeyondSchema(path)).toEqual([]);
      }
    }
  }, 120_000);

  it('is planned, applied as one version, and planned again', async () => {
    await ok(at(`pull ${folder}`));
    const before = await inForce();
    rename('Evergreen');
    const planned = await run(at(`plan ${folder}`));
    expect([planned.code, planned.out]).toEqual([2, expect.stringContaining('~ settings.json')]);
    expect(planned.out).toContain('No member would move');
    expect(planned.out).not.toContain('Units and levels');
    expect(planned.out).toContain(`--expect-version ${before.version}`);
    expect((await inForce()).version).toBe(before.version);
    const applied = await run(at(`apply ${folder} --note "Call it Evergreen" --json`));
    expect([applied.code, JSON.parse(applied.out)]).toMatchObject([
      0,
      {
        version: before.version + 1,
        isUnchanged: false,
        note: 'Call it Evergreen',
        progress: `/v1/program/publications/${before.version + 1}`,
      },
    ]);
    const { items } = await served.administrator.program.versions();
    expect(items[0]).toMatchObject({ version: before.version + 1, note: 'Call it Evergreen' });
    expect((await run(at(`plan ${folder}`))).code).toBe(0);
    // From the same folder goes on what was applied from it.
    rename('Evergreen again');
    await ok(at(`apply ${folder} --note again`));
    expect((await inForce()).version).toBe(before.version + 2);
  });

  it('is the same to a checkout that ends lines and orders keys otherwise', async () => {
    await ok(at(`pull ${folder}`));
    for (const [path, text] of Object.entries(filesIn())) {
      const reversed = Object.fromEntries(Object.entries(JSON.parse(text) as object).toReversed());
      writeFileSync(join(folder, path), `\uFEFF${JSON.stringify(reversed, null, '\t').replaceAll('\n', '\r\n')}\r\n`);
    }
    const files = filesIn();
    expect((await run(at(`plan ${folder}`))).code).toBe(0);
    expect(await ok(at(`apply ${folder} --note same`))).toContain('Nothing was published');
    expect(await ok(at(`pull ${folder}`))).toContain(': 0 written');
    expect(filesIn()).toEqual(files);
  });

  it('is published once, however often it is applied', async () => {
    await ok(at(`pull ${folder}`));
    const { version } = await inForce();
    rename(`Once ${version}`);
    await ok(at(`apply ${folder} --note once --expect-version ${version}`));
    const again = await ok(at(`apply ${folder} --note once --expect-version ${version}`));
    expect(again).toContain(`Nothing was published: version ${version + 1}`);
    expect((await inForce()).version).toBe(version + 1);
  });

  it('shows who would move', async () => {
    await ok(at(`pull ${folder}`));
    renameStages((id) => `${id}_x`);
    const { code, out } = await run(at(`plan ${folder} --json`));
    const planned = JSON.parse(out) as Planned;
    expect([code, planned.isUnchanged]).toEqual([2, false]);
    expect(planned.changes.map(({ document }) => document)).toEqual(['lifecycles/main.json']);
    expect(planned.preview).toMatchObject({ status: 'succeeded', membersChanged: 2 });
    for (const { from, to } of planned.preview?.moves ?? []) expect(to).toBe(`${from}_x`);
    expect((await run(at(`plan ${folder}`))).out).toMatch(
      /2 of 2 would move to another stage:\n {2}main: \w+ → \w+_x {2}\d/,
    );
  });

  it('has a line for each difference, whatever stands in a name', async () => {
    await ok(at(`pull ${folder}`));
    const settings = readFileSync(join(folder, 'settings.json'), 'utf8');
    const name = JSON.stringify('\u001b[2J\nNothing would change\u202e').slice(1, -1);
    writeFileSync(join(folder, 'settings.json'), settings.replace(/"en": "[^"]*"/, `"en": "${name}"`));
    const { code, out } = await run(at(`plan ${folder}`));
    expect(code).toBe(2);
    expect(out).toContain('\\u001b[2J\\u000aNothing would change\\u202e”');
    expect(out).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}|^Nothing would change/mu);
  });

  it('counts members once, however many lifecycles they would move in', async () => {
    await ok(at(`pull ${folder}`));
    renameStages((id) => `${id}_y`);
    const main = readFileSync(join(folder, 'lifecycles/main.json'), 'utf8');
    writeFileSync(join(folder, 'lifecycles/two.json'), main.replace('"id": "main"', '"id": "two"'));
    const { code, out } = await run(at(`plan ${folder}`));
    expect([code, out]).toEqual([
      2,
      expect.stringMatching(/2 of 2 would move to another stage:\n {2}main: .*\n {2}two: no stage → \w+_y {2}\d/s),
    ]);
  });

  it('is refused with the file, the line and the column', async () => {
    await ok(at(`pull ${folder}`));
    const before = await inForce();
    const text = readFileSync(join(folder, 'settings.json'), 'utf8');
    const line = text.split('\n').findIndex((one) => one.includes('"days": 365')) + 1;
    writeFileSync(join(folder, 'settings.json'), text.replace('"days": 365', '"days": 0'));
    writeFileSync(join(folder, 'extra.json'), '{}');
    rmSync(join(folder, 'statistics.json'));
    const planned = await run(at(`plan ${folder}`));
    expect(planned.code).toBe(1);
    expect(planned.out).toMatch(
      new RegExp(`${folder}/settings\\.json:${line}:\\d+: metrics\\[\\d\\]\\.days: .*from 1 to`),
    );
    expect(planned.out).toContain(`${folder}/extra.json:1:1: `);
    expect(planned.out).toContain(`${folder}/statistics.json is missing: a program has this document\n`);
    const applied = await run(at(`apply ${folder} --note no`));
    expect([applied.code, applied.out]).toEqual([1, '']);
    expect(applied.err).toContain(`${folder}/settings.json:${line}:`);
    expect(await inForce()).toEqual(before);
  });

  it('tells of files that are no documents before anybody is asked', async () => {
    await ok(at(`pull ${folder}`));
    writeFileSync(join(folder, 'settings.json'), '{"a": 1,\n "a": 2}');
    writeFileSync(join(folder, 'lifecycles/main.json'), '{,}');
    for (const words of [`plan ${folder}`, `apply ${folder} --note no`]) {
      const { code, err } = await run(at(words));
      expect([code, err]).toEqual([
        1,
        expect.stringContaining(`${folder}/settings.json:2:2: The key "a" stands twice`),
      ]);
      expect(err).toContain(`${folder}/lifecycles/main.json:1:2: A key in double quotes`);
    }
    const { out } = await run(at(`plan ${folder} --json`));
    expect(JSON.parse(out)).toMatchObject({
      problems: [
        { line: 1, column: 2 },
        { line: 2, column: 2 },
      ],
    });
  });

  it('is not applied over what somebody published since', async () => {
    await ok(at(`pull ${folder}`));
    const { version } = await inForce();
    rename('Ours');
    await publishBeside(`Theirs ${version}`);
    const planned = await run(at(`plan ${folder}`));
    expect(planned.code).toBe(2);
    expect(planned.out).toContain(`--expect-version ${version + 1}`);
    const refused = await run(at(`apply ${folder} --note ours`));
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining(`Version ${version + 1} is in force`)]);
    const late = await run(at(`apply ${folder} --note ours --expect-version ${version}`));
    expect([late.code, late.err]).toEqual([1, expect.stringContaining('Nothing was published')]);
    expect((await inForce()).version).toBe(version + 1);
    await ok(at(`apply ${folder} --note ours --expect-version ${version + 1}`));
    expect((await inForce()).documents['settings.json']).toMatchObject({ name: { en: 'Ours' } });
  });

  it('is taken by one of two who apply at once; the other is told', async () => {
    const { version } = await inForce();
    const names = ['one', 'other'].map((name) => `${folder}-${name}`);
    const own = folder;
    for (const name of names) {
      folder = name;
      await ok(at(`pull ${folder}`));
      rename(`Race ${name} ${version}`);
    }
    folder = own;
    const runs = await Promise.all(names.map((name) => run(at(`apply ${name} --note race`))));
    expect(runs.filter(({ code }) => code === 0)).toHaveLength(1);
    expect(runs.find(({ code }) => code === 1)?.err).toMatch(new RegExp(`version ${version + 1} is in force`, 'i'));
    expect((await inForce()).version).toBe(version + 1);
  });

  it('has members under it when the command has waited for them', async () => {
    await ok(at(`pull ${folder}`));
    const isNew = !readFileSync(join(folder, 'lifecycles/main.json'), 'utf8').includes('_y"');
    renameStages((id) => (isNew ? `${id}_y` : id.replace(/_y$/, '')));
    expect(await ok(at(`apply ${folder} --note waits --wait`))).toContain('All 2 members are under it');
    const { stages: standing } = await served.administrator.members.get({ params: { memberId: served.memberId } });
    expect(standing.map(({ stage }) => stage.endsWith('_y'))).toEqual([isNew]);
  });
});

describe('a publication by a command', () => {
  const policy = { type: 'phone', strength: 'strong', priority: 10, perMemberMax: 1, normaliser: 'phone' };
  const fact = (messageId: string, identities: object) => ({
    messageId,
    type: 'member.registered',
    occurredAt: new Date().toISOString(),
    identities,
  });
  const memberOf = async (phone: string) => {
    const { items } = await served.administrator.members.search({ query: { q: phone } });
    return items.map(({ member }) => member.id);
  };

  it('tries again what a limit has refused, before the command ends', async () => {
    const [one, other] = ['+8613907152201', '+8613907152202'];
    await ok(`pull ${folder}`);
    writeJson('identities.json', { types: [policy] });
    // By the server itself, which holds to it from the next fact on.
    await ok(`apply ${folder} --note limit --server ${served.address}`);
    await served.send([
      fact('limit-1', { phone: one }),
      fact('limit-2', { phone: other, 'external_id:crm': 'limit' }),
      fact('limit-3', { phone: one, 'external_id:crm': 'limit' }),
    ]);
    expect(await memberOf(one)).not.toEqual(await memberOf(other));
    writeJson('identities.json', { types: [{ ...policy, perMemberMax: 2 }] });
    await ok(`apply ${folder} --note raised`);
    await expect.poll(async () => new Set([...(await memberOf(one)), ...(await memberOf(other))]).size).toBe(1);
  });
});

describe('a key', () => {
  it.each<readonly [readonly Capability[], string, string]>([
    [['program.read'], 'pull', 'program.rules'],
    [['program.read', 'program.rules'], 'plan', 'program.edit'],
    [['program.read', 'program.rules', 'program.edit'], 'apply --note x', 'program.publish'],
  ])('of the scopes %s may not %s', async (scopes, words, missing) => {
    await ok(`pull ${folder}`);
    rename('By a key');
    const before = [filesIn(), await inForce()];
    const [command, ...options] = words.split(' ');
    const line = `${command} ${folder} ${options.join(' ')} --server ${served.address}`;
    const { code, out, err } = await run(line, { key: await keyWith(scopes) });
    expect([code, out, err]).toEqual([1, '', expect.stringContaining(`it has no scope ${missing}`)]);
    expect([filesIn(), await inForce()]).toEqual(before);
  });

  it('that carries facts, or that was revoked, is none', async () => {
    for (const key of [served.writeKey, 'pk_api_0123456789abcdef0123456789abcdef']) {
      const { code, err } = await run(`pull ${folder} --server ${served.address}`, { key });
      expect([code, err]).toEqual([1, expect.stringContaining('PERENNIAL_API_KEY')]);
    }
    expect(existsSync(folder)).toBe(false);
  });
});
