import { facets } from '@perennial/domain';
import { eraseMember, undoMerge, waitingMax, type PreparedFact, type RawIdentity } from '@perennial/engine';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from '../database/database.ts';
import { pageFacts } from '../sql/exporting/index.ts';
import { createFoldInstallation, type FoldInstallation } from '../testing/fold-fixtures.ts';
import { createPreparer, createTestKeyring, testKept } from '../testing/ingest-fixtures.ts';
import {
  createAppender,
  foldAndCheck,
  memberOf,
  messagesOf,
  newPerson,
  placeOf,
  sendOne,
} from '../testing/order-fixtures.ts';
import { createMergeStore } from './merge-store.ts';
import { createPrivacyStore } from './privacy-store.ts';

const prepare = createPreparer();
let installation: FoldInstallation;
let database: Database;
let append: ReturnType<typeof createAppender>;

beforeAll(async () => {
  installation = await createFoldInstallation();
  ({ database, append } = installation);
});
afterAll(async () => {
  await installation?.close();
});
/** Whatever a test did to whom: everybody is what her log says. */
afterEach(() => foldAndCheck(installation));

/** A fact about an order, `order.` left out of its type; nobody's unless it carries identities. */
function ofOrder(orderId: string, type: string, identities: readonly RawIdentity[] = []): PreparedFact {
  const rest = type === 'refunded' ? { refundId: 'r', amountMinor: 100 } : { amountMinor: 10_000, lines: [] };
  const payload = JSON.stringify({ orderId, ...rest });
  return prepare({ messageId: `${orderId}/${type}`, type: `order.${type}`, payload, identities });
}

/** The same under another message. */
function asMessage(messageId: string, fact: PreparedFact): PreparedFact {
  return { ...fact, messageId, messageKey: prepare({ messageId }).messageKey };
}

const send = (fact: PreparedFact) => sendOne(append, fact);

interface LoggedRow {
  readonly kind: number;
  readonly member_id: string | null;
}

/** Where a message stands in the log: as a fact, or as the mark of one that is attached. */
async function logOf(messageId: string): Promise<readonly LoggedRow[]> {
  return database.rows<LoggedRow>(
    {
      name: 'test_log_of_message',
      text: `select kind, member_id from fact where message_id = $1 order by kind, member_id nulls first`,
    },
    [messageId],
  );
}

async function countMerges(messageId: string): Promise<number> {
  const rows = await database.rows(
    { name: 'test_merges_by', text: `select 1 from merge_log where cause_message_id = $1` },
    [messageId],
  );
  return rows.length;
}

describe('a fact that names nobody', () => {
  it('goes to who placed the order', async () => {
    const { name, phone } = newPerson();
    const owner = await send(ofOrder(name, 'placed', [phone]));
    expect(owner).not.toBeNull();
    expect(await send(ofOrder(name, 'paid'))).toBe(owner);
    expect(await send(ofOrder(name, 'refunded'))).toBe(owner);
  });

  it('goes to nobody when it says no order, or one that nobody is known to have placed', async () => {
    const { name } = newPerson();
    expect(
      await send(prepare({ messageId: `${name}-1`, type: 'order.paid', payload: '{"amountMinor":100}' })),
    ).toBeNull();
    expect(await send(ofOrder(name, 'paid'))).toBeNull();
    expect(
      await send(prepare({ messageId: `${name}-2`, type: 'review.posted', payload: `{"orderId":"${name}"}` })),
    ).toBeNull();
  });

  it('waits for its order, and is appended to the owner’s log when that comes, once', async () => {
    const { name, phone } = newPerson();
    const early = [ofOrder(name, 'refunded'), ofOrder(name, 'paid')];
    expect((await append(early)).map(memberOf)).toEqual([null, null]);
    const placed = ofOrder(name, 'placed', [phone]);
    const owner = await send(placed);
    if (owner === null) throw new Error('placed by a member');
    const all = [`${name}/paid`, `${name}/placed`, `${name}/refunded`];
    expect(await messagesOf(database, owner)).toEqual(all);
    expect(await logOf(`${name}/refunded`)).toEqual([
      { kind: 0, member_id: null },
      { kind: 0, member_id: owner },
      { kind: 6, member_id: null },
    ]);

    expect((await append([placed, ...early])).map(({ kind }) => kind)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(await send(ofOrder(name, 'fulfilled'))).toBe(owner);
    expect(await messagesOf(database, owner)).toEqual([`${name}/fulfilled`, ...all]);
  });

  it('leaves the installation once, with its owner', async () => {
    const { name, phone } = newPerson();
    await append([ofOrder(name, 'refunded'), prepare({ messageId: `${name}-visit`, type: 'store.visited' })]);
    const owner = await send(ofOrder(name, 'placed', [phone]));
    const exported = await pageFacts(database, { shard: -1, position: 0, limit: 100_000 });
    const own = exported.filter((row) => row.message_id.startsWith(name));
    expect(new Map(own.map((row) => [row.message_id, row.member_id]))).toEqual(
      new Map([
        [`${name}/placed`, owner],
        [`${name}/refunded`, owner],
        [`${name}-visit`, null],
      ]),
    );
    expect(own).toHaveLength(3);
  });

  it('is counted with its order as if it had come after it', async () => {
    const [one, other] = [newPerson(), newPerson()];
    await append([ofOrder(one.name, 'refunded'), ofOrder(one.name, 'paid')]);
    const early = await send(ofOrder(one.name, 'placed', [one.phone]));
    const late = await send(ofOrder(other.name, 'placed', [other.phone]));
    await append([ofOrder(other.name, 'paid'), ofOrder(other.name, 'refunded')]);
    await foldAndCheck(installation);
    const rows = await database.rows<{ member_id: string; paid: boolean; refunded: number }>(
      {
        name: 'test_order_sums',
        text: `select o.member_id, o.paid_at is not null as paid, r.amount_minor as refunded
                 from member_order o join member_refund r on r.shard = o.shard and r.member_id = o.member_id
                where o.member_id = any($1::uuid[])`,
      },
      [`{${early},${late}}`],
    );
    expect(new Set(rows.map((row) => row.member_id))).toEqual(new Set([early, late]));
    expect(rows.map(({ paid, refunded }) => ({ paid, refunded }))).toEqual(
      Array(2).fill({ paid: true, refunded: 100 }),
    );
  });

  it('finds an owner in its own batch, whichever comes first in it', async () => {
    const { name, phone } = newPerson();
    const verdicts = await append([ofOrder(name, 'paid'), ofOrder(name, 'placed', [phone]), ofOrder(name, 'refunded')]);
    expect(new Set(verdicts.map(memberOf)).size).toBe(1);
    expect(memberOf(verdicts[0])).not.toBeNull();
    expect(await logOf(`${name}/paid`)).toHaveLength(1);
  });

  it('keeps nothing personal while it waits, and what is personal in a later one is the owner’s', async () => {
    const { name, phone } = newPerson();
    const secrets = [{ name: `recipient-${name}`, value: '"王小明"' }];
    await send({ ...ofOrder(name, 'paid'), secrets });
    const owner = await send(ofOrder(name, 'placed', [phone]));
    expect(await holdersOf(`recipient-${name}`)).toEqual([]);
    await send({ ...ofOrder(name, 'fulfilled'), secrets });
    expect(await holdersOf(`recipient-${name}`)).toEqual([owner]);
  });

  it('stays nobody’s where a number has more of them than an order can have', async () => {
    const { name, phone } = newPerson();
    const receipts = Array.from({ length: waitingMax + 5 }, (_, n) => asMessage(`${name}-${n}`, ofOrder(name, 'paid')));
    await append(receipts.slice(0, 50));
    await append(receipts.slice(50));
    const owner = await send(ofOrder(name, 'placed', [phone]));
    if (owner === null) throw new Error('placed by a member');
    expect(await messagesOf(database, owner)).toEqual([`${name}/placed`]);
  });
});

async function holdersOf(secret: string): Promise<readonly string[]> {
  const rows = await database.rows<{ member_id: string }>(
    { name: 'test_secret_of', text: 'select member_id from member_secret where name = $1' },
    [secret],
  );
  return rows.map((row) => row.member_id);
}

describe('a fact that carries an identity of somebody else', () => {
  it('goes to the owner, joins nobody, and leaves the identity and what is personal with whom they belong to', async () => {
    const [buyer, payer] = [newPerson(), newPerson()];
    const other = await send(prepare({ messageId: `${payer.name}-seen`, identities: [payer.phone] }));
    const owner = await send(ofOrder(buyer.name, 'placed', [buyer.phone]));
    const secrets = [{ name: `payer-${payer.name}`, value: '"李雷"' }];
    expect(await send({ ...ofOrder(buyer.name, 'paid', [payer.phone]), secrets })).toBe(owner);
    expect(await send(prepare({ messageId: `${payer.name}-again`, identities: [payer.phone] }))).toBe(other);
    expect(await countMerges(`${buyer.name}/paid`)).toBe(0);
    expect(await holdersOf(`payer-${payer.name}`)).toEqual([other]);
  });

  it('makes a member of an identity that nobody holds yet, who has no fact of the order', async () => {
    const [buyer, payer] = [newPerson(), newPerson()];
    const owner = await send(ofOrder(buyer.name, 'placed', [buyer.phone]));
    expect(await send(ofOrder(buyer.name, 'paid', [payer.phone]))).toBe(owner);
    const other = await send(prepare({ messageId: `${payer.name}-seen`, identities: [payer.phone] }));
    if (other === null) throw new Error('a member');
    expect(other).not.toBe(owner);
    expect(await messagesOf(database, other)).toEqual([`${payer.name}-seen`]);
  });

  it('takes an order over from a browser, and no browser takes one over', async () => {
    const { name, phone } = newPerson();
    const browser = (one: string): RawIdentity => ({ type: 'anonymous_id', value: `${name}-${one}` });
    const guest = await send(ofOrder(name, 'placed', [browser('a')]));
    const known = await send(ofOrder(name, 'paid', [phone]));
    expect(known).not.toBe(guest);
    expect(await send(ofOrder(name, 'fulfilled'))).toBe(known);
    expect(await send(ofOrder(name, 'refunded', [browser('b')]))).toBe(known);
  });
});

describe('an order whose owner is merged', () => {
  it('is the survivor’s, and goes back with the identity it was claimed under when that is undone', async () => {
    const { name, phone, email } = newPerson();
    const [early, late, own] = [`${name}-early`, `${name}-late`, `${name}-own`];
    const one = await send(ofOrder(own, 'placed', [phone]));
    const other = await send(ofOrder(early, 'placed', [email]));
    const survivor = await send(prepare({ messageId: `${name}-both`, identities: [phone, email] }));
    expect(survivor).toBe(one);
    if (one === null || other === null) throw new Error('members');

    expect(await send(ofOrder(early, 'paid'))).toBe(one);
    expect(await send(ofOrder(late, 'placed', [email]))).toBe(one);
    expect(await send(ofOrder(late, 'paid'))).toBe(one);
    // Carries an identity of the side that the order does not go to.
    expect(await send(ofOrder(late, 'fulfilled', [phone]))).toBe(one);
    expect(await send(ofOrder(own, 'paid'))).toBe(one);

    expect(await undo(`${name}-both`)).toBe('undone');
    const back = [`${early}/paid`, `${early}/placed`, `${late}/fulfilled`, `${late}/paid`, `${late}/placed`];
    expect(await messagesOf(database, other)).toEqual(back);
    expect(await messagesOf(database, one)).toEqual([`${name}-both`, `${own}/paid`, `${own}/placed`]);
    expect(await send(ofOrder(early, 'refunded'))).toBe(other);
    expect(await send(ofOrder(late, 'refunded'))).toBe(other);
    expect(await send(ofOrder(own, 'refunded'))).toBe(one);
  });

  it('is followed within the batch that merges her', async () => {
    const { name, phone, email } = newPerson();
    const one = await send(prepare({ messageId: `${name}-1`, identities: [phone] }));
    await send(prepare({ messageId: `${name}-2`, identities: [email] }));
    const verdicts = await append([
      ofOrder(name, 'placed', [email]),
      prepare({ messageId: `${name}-both`, identities: [phone, email] }),
      ofOrder(name, 'paid'),
    ]);
    expect(memberOf(verdicts[0])).not.toBe(one);
    expect(memberOf(verdicts[2])).toBe(one);
  });

  it('takes with it back what had waited for it', async () => {
    const { name, phone, email } = newPerson();
    const one = await send(prepare({ messageId: `${name}-1`, identities: [phone] }));
    const other = await send(prepare({ messageId: `${name}-2`, identities: [email] }));
    await send(ofOrder(name, 'refunded'));
    await send(prepare({ messageId: `${name}-both`, identities: [phone, email] }));
    expect(await send(ofOrder(name, 'placed', [email]))).toBe(one);
    await undo(`${name}-both`);
    if (other === null) throw new Error('a member');
    expect(await messagesOf(database, other)).toEqual([`${name}-2`, `${name}/placed`, `${name}/refunded`]);
  });
});

async function undo(messageId: string): Promise<string> {
  const [merge] = await database.rows<{ merge_id: string }>(
    { name: 'test_merge_by', text: `select merge_id from merge_log where cause_message_id = $1 and status = 'merged'` },
    [messageId],
  );
  const outcome = await undoMerge(
    { store: createMergeStore(database), signal: () => undefined },
    merge?.merge_id ?? 'none',
    'li',
  );
  return outcome.kind;
}

describe('an order whose owner is erased', () => {
  it('has no owner: what names nobody is nobody’s, until somebody claims it', async () => {
    const [first, second] = [newPerson(), newPerson()];
    const owner = await send(ofOrder(first.name, 'placed', [first.phone]));
    if (owner === null) throw new Error('a member');
    const privacy = {
      store: createPrivacyStore(database, facets),
      keyring: createTestKeyring(),
      audit: () => Promise.resolve(),
      kept: testKept,
    };
    await eraseMember(privacy, placeOf(owner), { by: 'li', reason: 'asked' });
    expect(await send(ofOrder(first.name, 'paid'))).toBeNull();
    const next = await send(ofOrder(first.name, 'fulfilled', [second.phone]));
    if (next === null) throw new Error('a member');
    expect(await messagesOf(database, next)).toEqual([`${first.name}/fulfilled`, `${first.name}/paid`]);
  });
});

describe('processes that write at once', () => {
  const databases: Database[] = [];
  afterAll(async () => {
    for (const one of databases) await one.close();
  });
  const process = () => {
    const own = createDatabase({ url: installation.url, poolSize: 3 });
    databases.push(own);
    return createAppender(own);
  };

  it('give placement, payment and refund to one member, each once, whichever is first', async () => {
    const people = Array.from({ length: 40 }, newPerson);
    const writers = [process(), process(), process()];
    await Promise.all(
      people.flatMap(({ name, phone }, n) => {
        const facts = [ofOrder(name, 'placed', [phone]), ofOrder(name, 'paid'), ofOrder(name, 'refunded')];
        return facts.map((fact, type) => (writers[(n + type) % 3] ?? append)([fact]));
      }),
    );
    for (const { name, phone } of people) {
      const owner = await send(prepare({ messageId: `${name}-who`, identities: [phone] }));
      if (owner === null) throw new Error('a member');
      expect(await messagesOf(database, owner)).toEqual([
        `${name}-who`,
        `${name}/paid`,
        `${name}/placed`,
        `${name}/refunded`,
      ]);
    }
    const [waiting] = await database.rows<{ n: number }>(
      {
        name: 'test_still_waiting',
        text: `select count(*) as n from order_owner where member_id is not null and waiting_shards is not null`,
      },
      [],
    );
    // One number was found to be no order's above.
    expect(waiting?.n).toBe(1);
  });

  it('give an order that several claim to one of them', async () => {
    const people = Array.from({ length: 6 }, newPerson);
    const orders = Array.from({ length: 10 }, (_, n) => `${people[0]?.name}-${n}`);
    const writers = people.map(process);
    for (const orderId of orders) {
      const verdicts = await Promise.all(
        people.map(({ phone }, n) =>
          (writers[n] ?? append)([asMessage(`${orderId}-${n}`, ofOrder(orderId, 'placed', [phone]))]),
        ),
      );
      expect(new Set(verdicts.map(([verdict]) => memberOf(verdict))).size).toBe(1);
    }
  });

  it('lose no fact of an order between merges and facts that race', async () => {
    const people = Array.from({ length: 12 }, newPerson);
    const writers = [process(), process(), process(), process()];
    await append(people.map(({ name, phone }) => prepare({ messageId: `${name}-p`, identities: [phone] })));
    await append(people.map(({ name, email }) => ofOrder(name, 'placed', [email])));
    await Promise.all(
      people.flatMap(({ name, phone, email }) => {
        const facts = [
          prepare({ messageId: `${name}-both`, identities: [phone, email] }),
          ofOrder(name, 'paid'),
          ofOrder(name, 'fulfilled', [phone]),
          ofOrder(name, 'refunded'),
        ];
        return facts.map((fact, n) => (writers[n] ?? append)([fact]));
      }),
    );
    for (const { name, phone } of people) {
      const owner = await send(prepare({ messageId: `${name}-who`, identities: [phone] }));
      if (owner === null) throw new Error('a member');
      expect(await messagesOf(database, owner)).toEqual([
        `${name}-both`,
        `${name}-p`,
        `${name}-who`,
        `${name}/fulfilled`,
        `${name}/paid`,
        `${name}/placed`,
        `${name}/refunded`,
      ]);
    }
    const late = await database.rows<{ n: number }>(
      {
        name: 'test_late_orders',
        text: `select count(*) as n from fact f join fact tombstone on tombstone.shard = f.shard and tombstone.member_id = f.member_id
                where tombstone.kind = 2 and f.kind = 0 and f.position > tombstone.position and not exists (
                  select 1 from merge_log m where m.merge_id = tombstone.message_id::uuid and m.status = 'undone')`,
      },
      [],
    );
    expect(late[0]?.n).toBe(0);
  });
});
