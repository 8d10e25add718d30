import type { MemberId } from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import type { IngestStore } from '../../append/ingest-store.ts';
import type { CommandStore } from '../../commands/deciding/command-store.ts';
import { readDecision } from '../../log/decision-payload.ts';
import type { MemberPlace } from '../../log/log-rows.ts';
import type { Forget } from '../../privacy/forget-personal.ts';
import type { ErasureTransaction, GuestStay, PrivacyStore, StoredFact } from '../../privacy/privacy-store.ts';
import type { ErasureToShip, LensLease, ShippingStore } from '../../shipping/shipping-store.ts';
import { fail, failure, sharedFixture, type Fixture } from '../fixture.ts';
import { createLogWriter, newHash, type LogWriter } from '../log-writer.ts';

/** Stores of one installation: an erasure concerns all of them. */
export interface ErasureFixture extends Fixture {
  readonly privacy: PrivacyStore;
  readonly commands: CommandStore;
  readonly shipping: ShippingStore;
  readonly ingest: IngestStore;
  readonly shardCount: number;
  /** Folds all that waits. */
  foldAll(): Promise<void>;
}

interface Use extends Omit<ErasureFixture, 'close' | 'shardCount'> {
  readonly writer: LogWriter;
  readonly erase: <T>(work: (transaction: ErasureTransaction) => Promise<T>) => Promise<T>;
}

type Made = () => Use;

/** Whatever was said of her: what the log is rewritten to, so that a test sees by whom it was asked. */
const forget: Forget = {
  ofFact: (type, payload) => (payload.includes('zoe') ? JSON.stringify({ forgotten: type }) : payload),
  ofDecision: (payload) => payload.replace('zoe', ''),
};
const salt = Buffer.from('salt');
const rewriting = { salt, forget };
const words = { type: 'review.posted', payload: '{"text":"zoe"}' };

/** What an erasure does in every store, whatever they are made of. */
export function describeErasureStores(name: string, create: () => Promise<ErasureFixture>): void {
  describe(`the stores of an erasure: ${name}`, () => {
    const fixture = sharedFixture(create);
    const use = (): Use => {
      const { shardCount, ...rest } = fixture();
      const erase: Use['erase'] = (work) => rest.privacy.transaction('contract', work);
      return { ...rest, writer: createLogWriter(rest.ingest, shardCount), erase };
    };
    describeSteps(use);
    describeGuests(use);
    describeAnswers(use);
    describeLensErasures(use);
  });
}

const factsOf = ({ privacy }: Use, member: MemberPlace): Promise<readonly StoredFact[]> =>
  privacy.readFacts(member, { after: 0, upTo: null, limit: 99 });

const saidIn = (facts: readonly StoredFact[]) => facts.map(({ payload }) => payload);

function describeSteps(made: Made): void {
  it('rewrites what was told of members and decided about them, and leaves position, type and instant', async () => {
    const use = made();
    const [member, other] = [await use.writer.newMember(), await use.writer.newMember()];
    for (const one of [member, other]) {
      await use.writer.addFacts(one, words, { type: 'order.placed', payload: '{"orderId":"o"}' });
      await use.writer.addDecision(one, { id: newHash(), by: 'zoe' });
    }
    const before = await factsOf(use, member);
    const ofOther = await factsOf(use, other);
    await use.erase((transaction) => transaction.eraseSteps([member], rewriting));
    const after = await factsOf(use, member);
    expect(saidIn(after)).toEqual(['{"forgotten":"review.posted"}', '{"orderId":"o"}']);
    const [places, placesBefore] = [after, before].map((facts) =>
      facts.map(({ position, type, occurredAt }) => [position, type, occurredAt]),
    );
    expect(places).toEqual(placesBefore);
    const [decision] = await use.privacy.readDecisions(member, { after: 0, upTo: null, limit: 9 });
    expect(readDecision(decision?.payload ?? '').by).toBe('');
    expect(await factsOf(use, other)).toEqual(ofOther);
    const [left] = await use.privacy.readDecisions(other, { after: 0, upTo: null, limit: 9 });
    expect(readDecision(left?.payload ?? '').by).toBe('zoe');
  });

  it('puts in the place of a message’s id what the salt makes of it, one of one', async () => {
    const use = made();
    const people = [await use.writer.newMember(), await use.writer.newMember()];
    const ids = [newHash(), newHash()];
    for (const one of people) await use.writer.addFacts(one, ...ids.map((messageId) => ({ messageId })));
    const idsOf = async (member: MemberPlace) => (await factsOf(use, member)).map(({ messageId }) => messageId);
    for (const [n, one] of people.entries())
      await use.erase((transaction) => transaction.eraseSteps([one], { salt: Buffer.from(`salt ${n}`), forget }));
    const [first, second] = [await idsOf(people[0] ?? fail()), await idsOf(people[1] ?? fail())];
    expect(new Set([...ids, ...first, ...second]).size).toBe(6);
  });

  it('takes a log in parts, each once, and makes the same of the same in both', async () => {
    const use = made();
    const member = await use.writer.newMember();
    const identities = [newHash()];
    await use.writer.addFacts(member, { ...words, identities });
    const heads = await use.erase((transaction) => transaction.readHeads([member.shard]));
    const ends = new Map(heads.map(({ shard, position }) => [shard, position]));
    await use.writer.addFacts(member, { ...words, identities });
    await use.erase((transaction) => transaction.eraseSteps([member], { ...rewriting, upTo: ends }));
    expect(saidIn(await factsOf(use, member))).toEqual(['{"forgotten":"review.posted"}', words.payload]);
    await use.erase((transaction) => transaction.eraseSteps([member], { ...rewriting, after: ends }));
    const [first, second] = await factsOf(use, member);
    expect(second?.payload).toBe('{"forgotten":"review.posted"}');
    expect(first?.identities).not.toEqual(identities);
    expect(second?.identities).toEqual(first?.identities);
  });

  it('goes through logs of any length', async () => {
    const use = made();
    const member = await use.writer.newMember();
    await use.writer.addFacts(member, ...Array.from({ length: 2_500 }, () => words));
    await use.erase((transaction) => transaction.eraseSteps([member], rewriting));
    let after = 0;
    for (let left = 2_500; left > 0;) {
      const page = await use.privacy.readFacts(member, { after, upTo: null, limit: 999 });
      expect(page.length).toBeGreaterThan(0);
      expect(saidIn(page).filter((payload) => payload.includes('zoe'))).toEqual([]);
      left -= page.length;
      after = page.at(-1)?.position ?? 0;
    }
  });

  it('keeps all of it when the erasure fails', async () => {
    const use = made();
    const member = await use.writer.newMember();
    await use.writer.addFacts(member, words);
    const before = await factsOf(use, member);
    const work = use.erase(async (transaction) => fail(await transaction.eraseSteps([member], rewriting)));
    await expect(work).rejects.toBe(failure);
    expect(await factsOf(use, member)).toEqual(before);
  });
}

/** A host in whose log a guest's facts stand between others. */
async function hostOf({ writer }: Use): Promise<{ readonly host: MemberPlace; readonly stay: GuestStay }> {
  const [own, hers] = [newHash(), newHash()];
  const host = await writer.newMember();
  const told = (identity: string) => ({ ...words, identities: [identity, newHash()] });
  const [before] = await writer.addFacts(host, told(hers));
  const within = await writer.addFacts(host, told(own), told(hers), told(own), told(hers));
  await writer.addFacts(host, told(hers));
  const stay = { host, after: before?.position ?? 0, upTo: within.at(-1)?.position ?? 0, identities: [hers] };
  return { host, stay };
}

function describeGuests(made: Made): void {
  it('rewrites in the log of another one what was told of her while the two were one, and nothing else', async () => {
    const use = made();
    const { host, stay } = await hostOf(use);
    const before = await factsOf(use, host);
    await use.erase((transaction) => transaction.eraseStepsOfGuest(stay, rewriting));
    const after = await factsOf(use, host);
    const isSame = after.map((fact, n) => JSON.stringify(fact) === JSON.stringify(before[n]));
    expect(isSame).toEqual([true, true, false, true, false, true]);
    expect([after[2], after[4]].map((fact) => fact?.payload)).toEqual(Array(2).fill('{"forgotten":"review.posted"}'));
  });

  it('does nothing where nothing of hers stands', async () => {
    const use = made();
    const { host, stay } = await hostOf(use);
    const before = await factsOf(use, host);
    const none = { ...stay, identities: [newHash()] };
    await use.erase((transaction) => transaction.eraseStepsOfGuest(none, rewriting));
    expect(await factsOf(use, host)).toEqual(before);
  });
}

function describeAnswers(made: Made): void {
  const answerOf = async ({ commands }: Use, claim: { readonly id: string; readonly bodyHash: number }) => {
    const taken = await commands.transaction('contract', (transaction) => transaction.claim([claim]));
    return JSON.parse(taken.get(claim.id)?.answer ?? 'null') as unknown;
  };

  it('takes out of answers what they name of her: numbers and truth values stay, and answers about others', async () => {
    const use = made();
    const [member, other] = [await use.writer.newMember(), await use.writer.newMember()];
    const claims = [newHash(), newHash(), newHash()].toSorted().map((id) => ({ id, bodyHash: 7 }));
    const answer = { kind: 'done', memberId: member.id, answer: { tags: ['zoe'], name: 'zoe', changed: 1, is: true } };
    await use.commands.transaction('contract', async (transaction) => {
      await transaction.claim(claims);
      const personalOf = [member, other, undefined];
      await transaction.storeAnswers(
        claims.map(({ id }, n) => ({ id, answer: JSON.stringify(answer), personalOf: personalOf[n] })),
      );
    });
    await use.erase((transaction) => transaction.eraseNames([member], salt));
    const [hers, others, nobodys] = claims;
    expect(await answerOf(use, hers ?? fail())).toEqual({ ...answer, answer: { changed: 1, is: true } });
    expect(await answerOf(use, others ?? fail())).toEqual(answer);
    // Of an answer that names nothing of anybody it was not noted whose it is.
    expect(await answerOf(use, nobodys ?? fail())).toEqual(answer);
  });
}

async function leftOf(one: ErasureToShip | undefined): Promise<readonly string[]> {
  const payloads: string[] = [];
  if (one === undefined) return payloads;
  for await (const { facts } of one.facts()) payloads.push(...facts.map(({ payload }) => payload));
  return payloads;
}

async function eraseAll(transaction: ErasureTransaction, members: readonly MemberPlace[]): Promise<void> {
  await transaction.eraseSteps(members, rewriting);
  await transaction.lockHeads([...new Set(members.map(({ shard }) => shard))].toSorted((a, b) => a - b));
  await transaction.endSteps(members, salt);
}

function describeLensErasures(made: Made): void {
  const newLens = async ({ shipping }: Use): Promise<string> => {
    const lens = newHash();
    await shipping.register(lens);
    return lens;
  };
  /** The lens has everything. */
  const catchUp = async ({ shipping, foldAll }: Use, lens: string) => {
    await foldAll();
    const lease: LensLease = { lens, worker: 'one', leaseMs: 60_000 };
    for (let block = await shipping.recordBlock(lease, 10_000); block !== undefined;) {
      await shipping.acknowledge(lens, block);
      block = await shipping.recordBlock(lease, 10_000);
    }
  };
  const erasureOf = async ({ shipping }: Use, lens: string, { id }: { readonly id: string }) =>
    (await shipping.readErasures(lens, 99)).find(({ erasure }) => erasure.memberId === (id as MemberId));

  it('tells a lens what to forget when it has everything up to the erasure, with what is left, until it has done so', async () => {
    const use = made();
    const member = await use.writer.newMember();
    await use.writer.addFacts(member, words);
    const lens = await newLens(use);
    await use.erase((transaction) => eraseAll(transaction, [member]));
    expect(await erasureOf(use, lens, member)).toBeUndefined();
    await catchUp(use, lens);
    const one = await erasureOf(use, lens, member);
    expect(one?.erasure).toEqual({ shard: member.shard, memberId: member.id, positions: null });
    expect(await leftOf(one)).toEqual(['{"forgotten":"review.posted"}']);
    const versions = [];
    for (let n = 0; n < 2; n += 1) for await (const { version } of one?.facts() ?? []) versions.push(version);
    expect(new Set(versions).size).toBe(2);
    await one?.done();
    expect(await erasureOf(use, lens, member)).toBeUndefined();
    const touched = await use.shipping.readTouched(lens, 999);
    expect(touched?.members.map(({ memberId }) => memberId)).toContain(member.id);
  });

  it('names the facts of a guest one by one: the others of the log stay with their lens', async () => {
    const use = made();
    const { host, stay } = await hostOf(use);
    const lens = await newLens(use);
    await use.erase((transaction) => transaction.eraseStepsOfGuest(stay, rewriting));
    await catchUp(use, lens);
    const one = await erasureOf(use, lens, host);
    const positions = (await factsOf(use, host)).map(({ position }) => position);
    expect(one?.erasure.positions).toEqual([positions[2], positions[4]]);
    expect(await leftOf(one)).toEqual(Array(2).fill('{"forgotten":"review.posted"}'));
    await one?.done();
  });

  it('tells nothing of an erasure that failed, and no more than asked for', async () => {
    const use = made();
    const lens = await newLens(use);
    const people = [await use.writer.newMember(), await use.writer.newMember()];
    const failing = use.erase(async (transaction) => fail(await eraseAll(transaction, people)));
    await expect(failing).rejects.toBe(failure);
    await catchUp(use, lens);
    for (const one of people) expect(await erasureOf(use, lens, one)).toBeUndefined();
    await use.erase((transaction) => eraseAll(transaction, people));
    await catchUp(use, lens);
    expect(await use.shipping.readErasures(lens, 1)).toHaveLength(1);
  });
}
