import { facets } from '@perennial/domain';
import {
  createBlinding,
  eraseMember,
  verifyReplay,
  type BlindIdentity,
  type CommandOutcome,
  type Commands,
  type MemberPlace,
  type RawIdentity,
} from '@perennial/engine';
import { createIdentityPolicies } from '@perennial/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommandInstallation, disturb, placeOf, type CommandInstallation } from '../testing/command-fixtures.ts';
import { testShardCount } from '../testing/fold-fixtures.ts';
import { createPreparer, createTestKeyring, testKept } from '../testing/ingest-fixtures.ts';
import { createPrivacyStore } from './privacy-store.ts';

const prepare = createPreparer();
const blind = createBlinding({
  keyring: createTestKeyring(),
  policies: createIdentityPolicies(),
  phoneCountryOf: () => 'CN',
});
let installation: CommandInstallation;
let commands: Commands;

beforeAll(async () => {
  installation = await createCommandInstallation();
  commands = installation.createCommands();
});
afterAll(async () => {
  await installation?.close();
});

let serial = 0;
function newIdentity(type = 'phone'): RawIdentity {
  serial += 1;
  const value = { phone: `+86133${String(serial).padStart(8, '0')}`, email: `i${serial}@example.cn` }[type];
  return { type, value: value ?? `${type}-i${serial}` };
}

function blinded(identity: RawIdentity): BlindIdentity {
  const result = blind(identity);
  if (result.kind !== 'identity') throw new Error(`not an identity: ${identity.value}`);
  return result.identity;
}

async function send(...identities: readonly RawIdentity[]): Promise<MemberPlace> {
  serial += 1;
  const fact = prepare({ messageId: `i-${serial}`, identities, occurredAt: Date.now() - 1 });
  return placeOf((await installation.append([fact]))[0]);
}

/** Whose a fact with these is: null for nobody's. */
async function ownerOf(...identities: readonly RawIdentity[]): Promise<string | null> {
  serial += 1;
  const [verdict] = await installation.append([prepare({ messageId: `i-${serial}`, identities })]);
  return verdict?.kind === 'accepted' ? verdict.memberId : 'not accepted';
}

interface Asked {
  readonly key?: string;
  readonly with?: Commands;
}

function release(member: MemberPlace, identity: RawIdentity, { key, with: by = commands }: Asked = {}) {
  serial += 1;
  const { hash } = blinded(identity);
  const call = { caller: 'user:1', key: key ?? `release-${serial}`, said: { member: member.id, hash } };
  return by.releaseIdentity({ ...call, member, identity: hash, by: 'user:1' });
}

function block(identity: RawIdentity, { key, with: by = commands }: Asked = {}) {
  serial += 1;
  const { hash, type } = blinded(identity);
  const call = { caller: 'user:1', key: key ?? `block-${serial}`, said: { hash } };
  return by.blockIdentity({ ...call, identity: hash, type, label: '•••', reason: 'shared', by: 'user:1' });
}

function unblock(identity: RawIdentity) {
  serial += 1;
  const { hash } = blinded(identity);
  return commands.unblockIdentity({ caller: 'user:1', key: `unblock-${serial}`, said: { hash }, identity: hash });
}

function done(outcome: CommandOutcome) {
  if (outcome.kind !== 'done') throw new Error(`not done: ${JSON.stringify(outcome)}`);
  return outcome;
}

async function decisionsOf({ id }: MemberPlace): Promise<readonly { type: string; payload: string }[]> {
  return installation.database.rows(
    { name: 'test_decisions_of', text: 'select type, payload from fact where member_id = $1 and kind = 4' },
    [id],
  );
}

async function refusalsOf({ id }: MemberPlace): Promise<readonly { reason: string; identity_type: string }[]> {
  return installation.database.rows(
    {
      name: 'test_refusals_of',
      text: `select reason, identity_type from merge_log where status = 'refused' and (survivor_id = $1 or absorbed_id = $1)`,
    },
    [id],
  );
}

describe('an identity that is taken off a member', () => {
  it('goes to whom it newly belongs, with the decision in her log, once under one key', async () => {
    const [phone, mail] = [newIdentity(), newIdentity('email')];
    const old = await send(phone, mail);
    const first = done(await release(old, phone, { key: 'release once' }));
    expect(first).toMatchObject({ memberId: old.id, answer: { memberId: old.id, identityType: 'phone' } });
    expect(await release(old, phone, { key: 'release once' })).toEqual({ ...first, isRepeat: true });
    expect(await decisionsOf(old)).toEqual([
      { type: 'releaseIdentity', payload: '{"$by":"user:1","identity":{"type":"phone"}}' },
    ]);
    const stranger = await send(phone);
    expect(stranger.id).not.toBe(old.id);
    expect(await ownerOf(mail)).toBe(old.id);
    expect(await ownerOf(phone, newIdentity('card_no'))).toBe(stranger.id);
  });

  it('does not come back by a record that still carries it, and joins nobody to her', async () => {
    const [phone, mail] = [newIdentity(), newIdentity('email')];
    const old = await send(phone, mail);
    done(await release(old, phone));
    const stranger = await ownerOf(phone, mail);
    expect(stranger).not.toBe(old.id);
    expect(await ownerOf(phone, mail)).toBe(stranger);
    expect(await ownerOf(mail)).toBe(old.id);
    expect(await refusalsOf(old)).toEqual([{ reason: 'released', identity_type: 'email' }]);
  });

  it('stays away from whoever takes her in, and from whom she is given back to', async () => {
    const [phone, mail, card] = [newIdentity(), newIdentity('email'), newIdentity('card_no')];
    const [one, other] = [await send(mail), await send(phone)];
    const merged = done(await merge(one, other));
    done(await release(one, phone));
    await send(card, mail);
    const stranger = await ownerOf(phone, mail);
    expect([one.id, other.id]).not.toContain(stranger);
    expect(await ownerOf(phone, card)).toBe(stranger);
    await undo(merged.decisionId ?? '');
    expect(await ownerOf(phone)).toBe(stranger);
    expect(await ownerOf(mail)).toBe(one.id);
  });

  it('is refused where she does not hold it, and for who is erased; who is absorbed is followed', async () => {
    const [phone, mail] = [newIdentity(), newIdentity('email')];
    const [one, other] = [await send(phone), await send(mail)];
    expect(await release(one, mail)).toMatchObject({ kind: 'rejected', code: 'identity.not_held' });
    done(await merge(one, other));
    expect(done(await release(other, mail)).memberId).toBe(one.id);
    const erased = await send(newIdentity('card_no'));
    const privacy = createPrivacyStore(installation.database, facets);
    const options = {
      store: privacy,
      keyring: createTestKeyring(),
      audit: async () => undefined,
      kept: testKept,
    };
    await eraseMember(options, erased, { by: 'test', reason: 'asked for' });
    expect(await release(erased, phone)).toMatchObject({ kind: 'rejected', code: 'identity.not_held' });
  });

  it('ends the refusals that it was the reason of: no raised limit joins the two by it', async () => {
    const [first, second] = [newIdentity('wechat_unionid'), newIdentity('wechat_unionid')];
    const phone = newIdentity();
    const one = await send(phone, first);
    const other = await send(second);
    expect(await ownerOf(phone, second)).toBe(one.id);
    expect(await refusalsOf(other)).toEqual([{ reason: 'limit', identity_type: 'wechat_unionid' }]);
    done(await release(other, second));
    expect(await refusalsOf(other)).toEqual([]);
  });

  it('leaves no value of it with her, and nothing of it at all once she is erased', async () => {
    const [phone, mail] = [newIdentity(), newIdentity('email')];
    const old = await send(phone, mail);
    const count = (table: string, column: string) =>
      installation.database.rows<{ n: number }>(
        { name: `test_count_${table}`, text: `select count(*) as n from ${table} where ${column} = $1` },
        [old.id],
      );
    expect(await count('member_secret', 'member_id')).toEqual([{ n: 2 }]);
    done(await release(old, phone));
    expect(await count('member_secret', 'member_id')).toEqual([{ n: 1 }]);
    expect(await count('released_identity', 'member_id')).toEqual([{ n: 1 }]);
    const privacy = createPrivacyStore(installation.database, facets);
    const options = {
      store: privacy,
      keyring: createTestKeyring(),
      audit: async () => undefined,
      kept: testKept,
    };
    await eraseMember(options, old, { by: 'test', reason: 'asked for' });
    expect(await count('released_identity', 'member_id')).toEqual([{ n: 0 }]);
  });

  it('is resolved anew by a fact that was on its way', async () => {
    const [phone, mail] = [newIdentity(), newIdentity('email')];
    const old = await send(phone, mail);
    let coming: Promise<string | null> | undefined;
    const beforeHeads = async () => {
      coming ??= ownerOf(phone);
      await coming;
    };
    const disturbed = installation.createCommands({ store: disturb(installation.commandStore, { beforeHeads }) });
    done(await release(old, phone, { with: disturbed }));
    expect(await coming).toBe(old.id);
    expect(await ownerOf(phone)).not.toBe(old.id);
  });
});

describe('a blocked identity', () => {
  it('identifies nobody: facts go by what else they carry', async () => {
    const [mail, card] = [newIdentity('email'), newIdentity('card_no')];
    const holder = await send(card, mail);
    done(await block(mail));
    expect(await decisionsOf(holder)).toEqual([
      { type: 'blockIdentity', payload: '{"$by":"user:1","identity":{"type":"email"}}' },
    ]);
    expect(await ownerOf(mail)).toBeNull();
    expect(await ownerOf(card, mail)).toBe(holder.id);
    const other = newIdentity('card_no');
    const stranger = await ownerOf(other, mail);
    expect(stranger).not.toBe(holder.id);
    expect(await ownerOf(other)).toBe(stranger);
    expect(await block(mail)).toMatchObject({ kind: 'rejected', code: 'identity.blocked_already' });
  });

  it('may be one that nobody holds yet, and belongs to whoever carries it next when it is so no longer', async () => {
    const mail = newIdentity('email');
    expect(done(await block(mail)).answer).toEqual({ identity: blinded(mail).hash, holderId: null });
    expect(await ownerOf(mail)).toBeNull();
    done(await unblock(mail));
    expect(await unblock(mail)).toMatchObject({ kind: 'rejected', code: 'identity.not_blocked' });
    const holder = await ownerOf(mail);
    expect(holder).not.toBeNull();
    expect(await ownerOf(mail)).toBe(holder);
  });

  it('ends the refusals that it was the reason of', async () => {
    const mail = newIdentity('email');
    const cards = Array.from({ length: 7 }, () => newIdentity('card_no'));
    const [first] = [await send(cards[0] ?? mail, mail)];
    for (const card of cards.slice(1)) await send(card, mail);
    expect(await refusalsOf(first)).toEqual([
      { reason: 'limit', identity_type: 'email' },
      { reason: 'limit', identity_type: 'email' },
    ]);
    done(await block(mail));
    expect(await refusalsOf(first)).toEqual([]);
  });
});

function merge(survivor: MemberPlace, absorbed: MemberPlace) {
  serial += 1;
  const call = { caller: 'user:1', key: `merge-i${serial}`, said: { absorbed: absorbed.id }, by: 'user:1' };
  return commands.merge({ ...call, survivor, absorbed });
}

async function undo(mergeId: string) {
  const call = { caller: 'user:1', key: `undo-${mergeId}`, said: { mergeId }, by: 'user:1' };
  return done(await commands.undoMerge({ ...call, mergeId }));
}

describe('after all of it', () => {
  it('everybody is what her log says (E2)', async () => {
    await installation.foldAll();
    const report = await verifyReplay(installation.store, installation.programs, { shardCount: testShardCount });
    expect(report.examples).toEqual([]);
  });
});
