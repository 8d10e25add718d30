import type { NumberSpaces } from '@perennial/domain';
import type { PreparedFact, RawIdentity } from '@perennial/engine';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFoldInstallation, type FoldInstallation } from '../testing/fold-fixtures.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';
import { foldAndCheck, memberOf, messagesOf, newPerson, sendOne } from '../testing/order-fixtures.ts';

const retail: NumberSpaces = { spaces: [{ id: 'retail', sources: ['shop', 'till'] }] };
const preparers = { alone: createPreparer(), shared: createPreparer(undefined, retail) };

let installation: FoldInstallation;
beforeAll(async () => {
  installation = await createFoldInstallation();
});
afterAll(async () => {
  await installation?.close();
});
afterEach(() => foldAndCheck(installation));

interface Told {
  readonly source: string;
  readonly orderId: string;
  readonly type: string;
  readonly identities?: readonly RawIdentity[];
}

/** A fact about an order while its source shares numbers, or does not. */
function fact(sharing: keyof typeof preparers, { source, orderId, type, identities = [] }: Told): PreparedFact {
  const messageId = `${source}/${orderId}/${type}`;
  const payload = JSON.stringify({ orderId, amountMinor: 100 });
  return preparers[sharing]({ messageId, source, type: `order.${type}`, payload, identities });
}

const send = (sharing: keyof typeof preparers, told: Told) => sendOne(installation.append, fact(sharing, told));

describe('orders of two sources with the same number', () => {
  it('are two orders', async () => {
    const { name: orderId, phone } = newPerson();
    await send('alone', { source: 'shop', orderId, type: 'placed', identities: [phone] });
    expect(await send('alone', { source: 'till', orderId, type: 'paid' })).toBeNull();
  });

  it('are one where the sources share numbers, whichever fact comes first', async () => {
    const [one, other] = [newPerson(), newPerson()];
    const owner = await send('shared', { source: 'shop', orderId: one.name, type: 'placed', identities: [one.phone] });
    expect(owner).not.toBeNull();
    expect(await send('shared', { source: 'till', orderId: one.name, type: 'paid' })).toBe(owner);

    expect(await send('shared', { source: 'till', orderId: other.name, type: 'refunded' })).toBeNull();
    const late = await send('shared', {
      source: 'shop',
      orderId: other.name,
      type: 'placed',
      identities: [other.phone],
    });
    if (late === null) throw new Error('a member');
    const both = [`shop/${other.name}/placed`, `till/${other.name}/refunded`];
    expect(await messagesOf(installation.database, late)).toEqual(both);
  });

  it('are one within a batch', async () => {
    const { name: orderId, phone } = newPerson();
    const verdicts = await installation.append([
      fact('shared', { source: 'till', orderId, type: 'paid' }),
      fact('shared', { source: 'shop', orderId, type: 'placed', identities: [phone] }),
    ]);
    expect(new Set(verdicts.map(memberOf)).size).toBe(1);
  });
});

describe('sources that come to share numbers', () => {
  it('find the owners of before', async () => {
    const { name: orderId, phone } = newPerson();
    const owner = await send('alone', { source: 'shop', orderId, type: 'placed', identities: [phone] });
    expect(await send('shared', { source: 'till', orderId, type: 'paid' })).toBe(owner);
    expect(await send('shared', { source: 'till', orderId, type: 'refunded' })).toBe(owner);
  });

  it('attach what waited before, once', async () => {
    const { name: orderId, phone } = newPerson();
    expect(await send('alone', { source: 'till', orderId, type: 'paid' })).toBeNull();
    const owner = await send('shared', { source: 'shop', orderId, type: 'placed', identities: [phone] });
    if (owner === null) throw new Error('a member');
    await send('shared', { source: 'till', orderId, type: 'fulfilled', identities: [phone] });
    const all = [`shop/${orderId}/placed`, `till/${orderId}/fulfilled`, `till/${orderId}/paid`];
    expect(await messagesOf(installation.database, owner)).toEqual(all);
  });

  it('give what comes of an order that both had to whose source is first, and leave what there is', async () => {
    const [one, other] = [newPerson(), newPerson()];
    const orderId = one.name;
    const ofShop = await send('alone', { source: 'shop', orderId, type: 'placed', identities: [one.phone] });
    const ofTill = await send('alone', { source: 'till', orderId, type: 'placed', identities: [other.phone] });
    expect(ofShop).not.toBe(ofTill);
    expect(await send('shared', { source: 'till', orderId, type: 'paid' })).toBe(ofTill);
    expect(await send('shared', { source: 'shop', orderId, type: 'paid' })).toBe(ofTill);
    if (ofShop === null) throw new Error('a member');
    expect(await messagesOf(installation.database, ofShop)).toEqual([`shop/${orderId}/placed`]);
  });
});

describe('sources that share numbers no longer', () => {
  it('each know the orders that they told of, and no others', async () => {
    const [one, other] = [newPerson(), newPerson()];
    const owner = await send('shared', { source: 'shop', orderId: one.name, type: 'placed', identities: [one.phone] });
    expect(await send('alone', { source: 'shop', orderId: one.name, type: 'paid' })).toBe(owner);
    expect(await send('alone', { source: 'till', orderId: one.name, type: 'paid' })).toBeNull();

    expect(await send('shared', { source: 'till', orderId: other.name, type: 'paid' })).toBeNull();
    const claimed = await send('alone', {
      source: 'till',
      orderId: other.name,
      type: 'placed',
      identities: [other.phone],
    });
    if (claimed === null) throw new Error('a member');
    const both = [`till/${other.name}/paid`, `till/${other.name}/placed`];
    expect(await messagesOf(installation.database, claimed)).toEqual(both);
  });
});
