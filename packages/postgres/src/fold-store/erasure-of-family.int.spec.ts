import { createIdentityPolicies, facets, shardOf, type MemberId } from '@perennial/domain';
import {
  eraseMember,
  memberFamily,
  retryRefusedLinks,
  undoMerge,
  verifyReplay,
  type LiftedSecret,
  type RawIdentity,
} from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMergeStore } from '../stores/merge-store.ts';
import { createPrivacyStore } from '../stores/privacy-store.ts';
import { createFoldInstallation, testShardCount, type FoldInstallation } from '../testing/fold-fixtures.ts';
import { createPreparer, createTestKeyring, testHashKeyId, testKept } from '../testing/ingest-fixtures.ts';

const prepare = createPreparer();
let installation: FoldInstallation;
let serial = 0;

beforeAll(async () => {
  installation = await createFoldInstallation();
});
afterAll(async () => {
  await installation?.close();
});

interface Person {
  readonly phone: RawIdentity;
  readonly email: RawIdentity;
  readonly card: RawIdentity;
}

function newPerson(): Person {
  serial += 1;
  return {
    phone: { type: 'phone', value: `+86138${String(serial).padStart(8, '0')}` },
    email: { type: 'email', value: `person${serial}@example.cn` },
    card: { type: 'card_no', value: `card-${serial}` },
  };
}

const startAt = Date.UTC(2025, 5, 1);
let messages = 0;
async function send(
  identities: readonly RawIdentity[],
  attributes: object = {},
  secrets: readonly LiftedSecret[] = [],
): Promise<MemberId> {
  messages += 1;
  const personal = Object.fromEntries(secrets.map(({ name }) => [name, { $secret: name }]));
  const payload = JSON.stringify({ attributes: { ...attributes, ...personal } });
  const occurredAt = startAt + messages * 1_000;
  const fact = prepare({
    messageId: `m${messages}`,
    identities,
    type: 'attributes.changed',
    payload,
    occurredAt,
    secrets,
  });
  const [verdict] = await installation.append([fact]);
  if (verdict?.kind !== 'accepted' || verdict.memberId === null) throw new Error('not accepted for a member');
  return verdict.memberId;
}

const placeOf = (id: MemberId) => ({ id, shard: shardOf(id, testShardCount) });
const merges = () => createMergeStore(installation.database);
const undo = (mergeId: string) => undoMerge({ store: merges(), signal: () => undefined }, mergeId, 'li');

function erase(id: MemberId) {
  const store = createPrivacyStore(installation.database, facets);
  const options = {
    store,
    keyring: createTestKeyring(),
    audit: async () => undefined,
    kept: testKept,
  };
  return eraseMember(options, placeOf(id), { by: 'li', reason: 'asked' });
}

async function foldAll(): Promise<void> {
  const worker = await installation.startWorker();
  try {
    await installation.folded();
  } finally {
    await worker.stop();
  }
}

async function mergesOf(id: MemberId) {
  return merges().readMergesOf([placeOf(id)]);
}

interface Kept {
  readonly status: number;
  readonly registers: number;
  readonly erasures: number;
}

async function keptOf(id: MemberId): Promise<(Kept & { readonly position: number }) | undefined> {
  const [row] = await installation.database.rows<Kept & { readonly position: number }>(
    {
      name: 'test_kept',
      text: `select m.status, m.position, (select count(*) from member_attribute a where a.member_id = m.id) as registers,
                    (select count(*) from fact f where f.member_id = m.id and f.kind = 5) as erasures
               from member m where m.id = $1`,
    },
    [id],
  );
  return row;
}

/** Every blind index that facts or the merge log have of these members. */
async function indexesOf(...ids: readonly MemberId[]): Promise<ReadonlySet<string>> {
  const rows = await installation.database.rows<{ index: string }>(
    {
      name: 'test_indexes',
      text: `select unnest(identities)::text as index from fact where member_id = any(string_to_array($1, ',')::uuid[])
              union select unnest(identities || coalesce(undone_identities, '{}'))::text from merge_log
               where survivor_id = any(string_to_array($1, ',')::uuid[]) or absorbed_id = any(string_to_array($1, ',')::uuid[])`,
    },
    [ids.join()],
  );
  return new Set(rows.map((row) => row.index));
}

async function replayDiffers() {
  const programs = await installation.createPrograms();
  return (await verifyReplay(installation.store, programs, { shardCount: testShardCount })).examples;
}

describe('erasing a member who absorbed others', () => {
  it('is a step in every log of her family, heard once, and nothing of hers is left in between', async () => {
    const { phone, email, card } = newPerson();
    const ids = [
      await send([phone], { city: 'a' }),
      await send([email], { hobby: 'b' }),
      await send([card], { pet: 'c' }),
    ];
    const inner = await send([email, card]);
    const survivor = await send([phone, email]);
    await foldAll();
    await send([phone], { city: 'on its way' });
    const report = await erase(survivor);
    expect(report.members.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(report.members[0]?.id).toBe(survivor);
    expect(ids).toContain(inner);
    expect(report.identitiesRemoved).toBe(3);
    for (const id of ids) expect(await keptOf(id)).toMatchObject({ status: 2, registers: 0, erasures: 1 });
    await foldAll();
    for (const id of ids) {
      const kept = await keptOf(id);
      expect(kept).toMatchObject({ status: 2, registers: 0, erasures: 1 });
      const [step] = await installation.database.rows<{ position: number }>(
        { name: 'test_erase_step', text: 'select position from fact where member_id = $1 and kind = 5' },
        [id],
      );
      expect(kept?.position).toBe(step?.position);
    }
    expect(await replayDiffers()).toEqual([]);
    await erase(survivor);
    for (const id of ids) expect(await keptOf(id)).toMatchObject({ erasures: 1 });
  });

  it('erases her whole family too where one who was absorbed is named', async () => {
    const { phone, email } = newPerson();
    const [one, other] = [await send([phone]), await send([email])];
    const survivor = await send([phone, email]);
    const report = await erase(survivor === one ? other : one);
    expect(report.members[0]?.id).toBe(survivor);
    expect(report.members).toHaveLength(2);
    expect(await send([phone])).not.toBe(survivor);
  });

  it('leaves nothing that leads to who comes back, and still tells whose facts were whose', async () => {
    const { phone, email, card } = newPerson();
    const [one, other] = [await send([phone, card]), await send([email])];
    await send([phone, email]);
    const before = await indexesOf(one, other);
    expect(before.size).toBe(3);
    await erase(one);
    const after = await indexesOf(one, other);
    expect(after.size).toBe(3);
    expect([...after].filter((index) => before.has(index))).toEqual([]);
    const back = await send([phone, email, card]);
    expect([one, other]).not.toContain(back);
    expect(await indexesOf(back)).toEqual(before);
    await foldAll();
    expect(await replayDiffers()).toEqual([]);
  });

  it('makes other indexes for each erasure', async () => {
    const { phone } = newPerson();
    const first = await send([phone]);
    await erase(first);
    const second = await send([phone]);
    await erase(second);
    const [a, b] = [await indexesOf(first), await indexesOf(second)];
    expect([a.size, b.size, new Set([...a, ...b]).size]).toEqual([1, 1, 2]);
  });

  it('refuses to undo one of her merges', async () => {
    const { phone, email } = newPerson();
    const [one] = [await send([phone]), await send([email])];
    await send([phone, email]);
    const [merge] = await mergesOf(one);
    await erase(one);
    expect(await undo(merge?.mergeId ?? '')).toEqual({ kind: 'refused', code: 'member.erased' });
  });

  it('takes what a limit refused her off the list: nothing is linked to an erased member', async () => {
    const { phone, email } = newPerson();
    const union = (name: string): RawIdentity => ({ type: 'wechat_unionid', value: `${email.value}-${name}` });
    const id = await send([phone, union('a')]);
    expect(await send([phone, union('b')])).toBe(id);
    await erase(id);
    const signal = (): void => undefined;
    const policies = createIdentityPolicies();
    const options = { store: merges(), policies, shardCount: testShardCount, hashKeyId: testHashKeyId, signal };
    expect(await retryRefusedLinks(options, [placeOf(id)])).toBe(0);
    expect(await send([union('b')])).not.toBe(id);
  });
});

describe('erasing one of two whose merge was undone', () => {
  async function apart() {
    const { phone, email } = newPerson();
    const [one, other] = [await send([phone], { city: 'a' }), await send([email], { hobby: 'b' })];
    const survivor = await send([phone, email]);
    const split = survivor === one ? other : one;
    const [hers, its] = survivor === one ? [phone, email] : [email, phone];
    await send([hers], { city: 'c' });
    await send([its], { hobby: 'd' });
    const [merge] = await mergesOf(survivor);
    expect((await undo(merge?.mergeId ?? '')).kind).toBe('undone');
    await foldAll();
    return { survivor, split, hers, its };
  }

  it('leaves the one who was split off whole when the survivor goes', async () => {
    const { survivor, split, its } = await apart();
    expect(await memberFamily(merges(), placeOf(survivor))).toEqual([placeOf(survivor)]);
    await erase(survivor);
    expect(await keptOf(split)).toMatchObject({ status: 0, registers: 1, erasures: 0 });
    expect(await send([its], { pet: 'e' })).toBe(split);
    await foldAll();
    expect(await keptOf(split)).toMatchObject({ status: 0, registers: 2 });
    expect(await replayDiffers()).toEqual([]);
  });

  it('takes what was told of her while the two were one, and leaves what was told of the other', async () => {
    const { phone, email } = newPerson();
    const [one, other] = [await send([phone]), await send([email])];
    const survivor = await send([phone, email]);
    const split = survivor === one ? other : one;
    const [hers, its] = survivor === one ? [phone, email] : [email, phone];
    await send([its], {}, [
      { name: 'nickname', value: '"Mimi"' },
      { name: 'address', value: '"old"' },
    ]);
    await send([hers], {}, [
      { name: 'realName', value: '"Wang"' },
      { name: 'address', value: '"new"' },
    ]);
    const [merge] = await mergesOf(survivor);
    await undo(merge?.mergeId ?? '');
    const report = await erase(split);
    expect(report.members).toEqual([placeOf(split)]);
    const left = await createPrivacyStore(installation.database, facets).readSecrets([placeOf(survivor)]);
    const names = left.map(({ name }) => name).filter((name) => !name.startsWith('identity:'));
    expect(names.toSorted()).toEqual(['address', 'realName']);
  });

  it('leaves the survivor whole when the one who was split off goes, and none of her indexes in the survivor’s log', async () => {
    const { survivor, split, hers, its } = await apart();
    const own = await indexesOf(split);
    await erase(split);
    expect(await keptOf(survivor)).toMatchObject({ status: 0, registers: 1, erasures: 0 });
    expect(await send([hers], { pet: 'e' })).toBe(survivor);
    const back = await send([its]);
    const [index] = await indexesOf(back);
    expect(own).toContain(index);
    const left = new Set([...(await indexesOf(split)), ...(await indexesOf(survivor))]);
    expect(left).not.toContain(index);
    await foldAll();
    expect(await keptOf(survivor)).toMatchObject({ status: 0, registers: 2 });
    expect(await replayDiffers()).toEqual([]);
  });
});
