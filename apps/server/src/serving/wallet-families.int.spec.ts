import { verifyReplay } from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proveWallets } from '../use-cases/wallets/proof/prove-wallets.ts';
import { codeOf } from './testing/served-platform.ts';
import { nextKey, startWalletServer } from './testing/wallet-server.ts';
import type { WalletServer } from './testing/wallet-server.ts';

let server: WalletServer;
let memberId: string;
let otherId: string;
let mergeId: string;

const wallets = () => server.administrator.wallets;
const give = (id: string, units: number) =>
  wallets().adjust({
    params: { memberId: id, wallet: 'points' },
    body: { units, reason: 'goodwill' },
    idempotencyKey: nextKey(),
  });
const pointsOf = async (id: string) => {
  const answer = await wallets().ofMember({ params: { memberId: id } });
  return { ...answer, points: answer.wallets.find(({ wallet }) => wallet === 'points') };
};
const kindsOf = async (id: string) =>
  (await wallets().entries({ params: { memberId: id, wallet: 'points' } })).items.map(({ kind }) => kind);
const prove = async () => {
  const { database, installation } = server.platform;
  const { problems, resourceProblems } = await proveWallets(database, { shardCount: installation.shard_count });
  return [...problems, ...resourceProblems];
};

beforeAll(async () => {
  server = await startWalletServer();
  ({ memberId } = server);
  otherId = (await wallets().ofMember({ params: { memberId: 'phone:+8613900139000' } })).memberId;
});
afterAll(() => server?.close());

describe('of two members who are made one', () => {
  it('the survivor has what both had, and her entries say how it came', async () => {
    await give(memberId, 100);
    await give(otherId, 40);
    await wallets().redeem({
      params: { memberId: otherId, wallet: 'points' },
      body: { units: 15, reason: 'gift' },
      idempotencyKey: nextKey(),
    });
    ({ mergeId } = await server.administrator.members.merge({
      params: { memberId },
      body: { absorb: otherId, reason: 'the same person' },
    }));
    await server.caughtUp();
    expect(await pointsOf(memberId)).toMatchObject({
      status: 'live',
      points: { balance: 125, available: 125, spent: 15 },
    });
    expect(await kindsOf(memberId)).toEqual(['merge_in', 'adjust_up']);
    expect(await prove()).toEqual([]);
  });

  it('the other is shown as she was at the end, with who took her in', async () => {
    expect(await pointsOf(otherId)).toMatchObject({
      status: 'absorbed',
      mergedInto: memberId,
      points: { balance: 25 },
    });
    expect(await kindsOf(otherId)).toEqual(['spend', 'adjust_up']);
  });

  it('what is done to the other is done to the survivor', async () => {
    expect(await give(otherId, 5)).toMatchObject({ memberId, balance: 130 });
    const statement = await wallets().downloadStatement({ params: { memberId, wallet: 'points' } });
    expect(statement.closing).toMatchObject({ sequence: 3, balance: 130 });
  });

  it('each has her own again when it is taken back, and everything still holds', async () => {
    await server.administrator.members.undoMerge({ params: { memberId, mergeId }, body: { reason: 'two people' } });
    await server.caughtUp();
    const [mine, hers] = [await pointsOf(memberId), await pointsOf(otherId)];
    expect([hers.status, (mine.points?.balance ?? 0) + (hers.points?.balance ?? 0)]).toEqual(['live', 130]);
    expect(hers.points?.balance).toBe(25);
    expect(await prove()).toEqual([]);
    const { foldStore, programs, installation } = server.platform;
    const report = await verifyReplay(foldStore, programs, { shardCount: installation.shard_count });
    expect(report.examples).toEqual([]);
  });
});

describe('of a member who is erased', () => {
  it('what she had is forfeited and still proven, and nothing is done any more', async () => {
    const body = { reason: 'asked for it by letter', confirm: otherId };
    await server.administrator.members.erase({ params: { memberId: otherId }, body });
    await server.caughtUp();
    expect(await pointsOf(otherId)).toMatchObject({ status: 'erased', points: { balance: 0, available: 0 } });
    expect((await kindsOf(otherId))[0]).toBe('forfeit');
    expect(await codeOf(give(otherId, 5))).toMatch(/^member\.(?:erased|not_found)$/);
    expect(await prove()).toEqual([]);
  });
});
