import { createClient } from '@perennial/contracts/staff';
import type { Client } from '@perennial/contracts/staff';
import type { Capability } from '@perennial/contracts';
import { letStoreClockMove, moveStoreClock } from '@perennial/postgres/testing';
import { startServedPlatform } from './served-platform.ts';
import type { ServedPlatform, ServedWith } from './served-platform.ts';

/** A server whose program has wallets. */
export interface WalletServer extends ServedPlatform {
  /** The instant so many hours from now, by the store's clock. */
  inHours(hours: number): string;
  /** The clock of the store and the server goes on by so much at once; a session lasts longer than a few hours. */
  passHours(hours: number): Promise<void>;
  /** What a new key of somebody with these scopes may do. */
  clientWithScopes(...scopes: readonly Capability[]): Promise<Client>;
}

/** Points that can be spent, held and given away; growth value that cannot, and is earned by orders. */
const testWallets = {
  'wallets/points.json': {
    id: 'points',
    name: { en: 'Points', zh: '积分' },
    kind: 'points',
    expiry: { kind: 'term', length: { unit: 'years', count: 1 }, roundTo: 'none' },
    shortfall: { kind: 'debt' },
    transfer: { unitsMin: 10, unitsMax: 100, unitsADayMax: 150 },
    secondPersonAbove: 1_000,
    value: { units: 100, minor: 100 },
  },
  'earning/per_ten.json': {
    id: 'per_ten',
    name: { en: 'A point for every 10', zh: '每 10 元积 1 分' },
    on: { kind: 'order' },
    wallet: 'growth',
    award: { kind: 'rate', perMinor: 1_000, units: 1, rounding: 'down' },
  },
  'wallets/growth.json': { id: 'growth', name: { en: 'Growth', zh: '成长值' }, kind: 'growth' },
} as const;

let serial = 0;
/** A key for a command of a test. */
export function nextKey(): string {
  serial += 1;
  return `key-${serial}`;
}

/** With further documents of the program, by path. */
export async function startWalletServer(
  further: Documents = {},
  rest: Omit<ServedWith, 'prepareStore'> = {},
): Promise<WalletServer> {
  const served = await startServedPlatform({ ...rest, prepareStore: letStoreClockMove });
  const { administrator, platform } = served;
  await publishDocuments(administrator, { ...testWallets, ...further });
  return {
    ...served,
    inHours: (hours) => new Date(platform.clock.now() + hours * hourMs).toISOString(),
    async passHours(hours) {
      await moveStoreClock(platform.database, hours * hourMs);
      await platform.clock.measure();
    },
    async clientWithScopes(...scopes) {
      const { secret } = await administrator.keys.create({
        body: { kind: 'api', name: scopes.join(), scopes: [...scopes] },
      });
      return createClient({ baseUrl: served.address, fetch, apiKey: secret });
    },
  };
}

const hourMs = 3_600_000;

type Documents = Readonly<Record<string, object>>;

/** Publishes these beside the documents that are there. */
export async function publishDocuments({ program }: Client, added: Documents): Promise<void> {
  const current = await program.current();
  const documents = { ...current.documents, ...JSON.parse(JSON.stringify(added)) };
  const draft = await program.createDraft({ body: { name: 'Wallets', documents } });
  const body = { draftId: draft.id, revision: draft.revision, currentVersion: current.version };
  await program.publish({ body });
}
