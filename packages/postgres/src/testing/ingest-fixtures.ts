import {
  createBlinding,
  createKeyring,
  prepareOrder,
  type BlindIdentityOf,
  type Kept,
  type Keyring,
  type PreparedFact,
  type RawIdentity,
} from '@perennial/engine';
import {
  createIdentityPolicies,
  orderNumberReader,
  type FactPayload,
  type IdentityPolicies,
  type NumberSpaces,
} from '@perennial/domain';
import { createHash } from 'node:crypto';
import type { Database } from '../database/database.ts';

export const testHashKeyId = '00000000-0000-0000-0000-000000000001';

/** Keys for tests: the same every run, so that a failure can be looked at again. */
export function createTestKeyring(): Keyring {
  return createKeyring({
    masterKeys: new Map([['m1', createHash('sha256').update('master').digest()]]),
    currentMasterKeyId: 'm1',
    hashKeys: [{ id: testHashKeyId, key: createHash('sha256').update('hash').digest() }],
  });
}

const testMeanings = new Map([
  ...['orderId', 'refundId', 'amountMinor', 'rating', 'lines', 'lines.productId', 'lines.category'].map(
    (path) => [path, 'kept'] as const,
  ),
  ...['attributes', 'tag', 'topic'].map((path) => [path, 'gone'] as const),
]);

/** What the wire says of the same fields. */
export const testKept = (): Kept => ({ erasureMeaningsOf: () => testMeanings, keptAttributes: new Set() });

export async function createShards(database: Database, shardCount: number): Promise<void> {
  await database.run(
    `insert into shard_head (shard) select generate_series(0, ${shardCount - 1}) on conflict do nothing`,
  );
}

export interface TestFact {
  readonly messageId: string;
  /** `shop` unless given. */
  readonly source?: string;
  readonly identities?: readonly RawIdentity[];
  readonly type?: string;
  readonly occurredAt?: number;
  readonly payload?: string;
  readonly secrets?: PreparedFact['secrets'];
}

/** Facts as the edge prepares them. */
export function createPreparer(
  policies: IdentityPolicies = createIdentityPolicies(),
  numberSpaces: NumberSpaces = { spaces: [] },
): (fact: TestFact) => PreparedFact {
  const keyring = createTestKeyring();
  const blind: BlindIdentityOf = createBlinding({ keyring, policies, phoneCountryOf: () => 'CN' });
  const orderNumberOf = orderNumberReader(numberSpaces);
  return (fact) => {
    const source = fact.source ?? 'shop';
    const payload = fact.payload ?? '{}';
    const type = fact.type ?? 'product.viewed';
    const digest = createHash('sha256').update(`${source}/${fact.messageId}`).digest('hex');
    const number = orderNumberOf({ source, type, payload: readPayload(payload) });
    return {
      source,
      messageId: fact.messageId,
      messageKey: digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      bodyHash: Number.parseInt(createHash('sha256').update(payload).digest('hex').slice(0, 12), 16),
      type,
      occurredAt: fact.occurredAt ?? 1_750_000_000_000,
      isBackfill: false,
      channel: 'web',
      storeId: '',
      identities: (fact.identities ?? [])
        .flatMap((identity) => {
          const blinded = blind(identity);
          return blinded.kind === 'identity' ? [blinded.identity] : [];
        })
        .sort((one, other) => one.priority - other.priority),
      payload,
      secrets: fact.secrets ?? [],
      ...(number === null ? {} : { order: prepareOrder(keyring, number) }),
    };
  };
}

/** Tests of what cannot be folded bring payloads that are no JSON. */
function readPayload(text: string): FactPayload {
  try {
    return JSON.parse(text) as FactPayload;
  } catch {
    return {};
  }
}
