import { shardOf, type MemberId } from '@perennial/domain';
import type { PreparedFact } from '../facts/prepared-fact.ts';
import type { LoggedFact, LogPlace } from '../log/log-rows.ts';
import type { OrderPlacement, ResolvedBatch, ResolvedFact } from '../resolution/resolve-batch.ts';
import { waitingMax, type OrderClaim, type OrderOwner, type OrderRow } from './order-rows.ts';
import type { OrderClaims } from './order-store.ts';

export interface ClaimedOrders {
  /** The batch with facts of orders where their orders say. */
  readonly batch: ResolvedBatch;
  /** Facts of nobody, each with the key of the order under which it waits for an owner. */
  readonly waiting: ReadonlyMap<PreparedFact, string>;
  /** Keys under which nothing waits any more once the batch is appended. */
  readonly settled: readonly string[];
}

/**
 * Says whose the facts of orders are.
 *
 * 1. An order belongs to the member of the first fact about it that carries a strong identity; until one came, of the first that
 *    carries a weak one. It follows her when she is absorbed, and goes back when that is undone.
 * 2. A fact about it that carries no identity, or one of somebody else, goes to its owner. It joins nobody: what it carries stays
 *    with whom it belongs to.
 * 3. A fact that names nobody, of an order without an owner, is nobody's and waits: when the order is claimed, it is appended anew
 *    to the owner's log, and its first place is marked.
 * 4. Whoever appends a fact of an order holds the order's row until the end of the transaction, so of a payment and a placement
 *    that arrive at once the second sees the first.
 *
 * One statement a batch, none without orders; more only where an owner is not the one that the fact's identities name, where
 * facts have waited, and where sources share numbers.
 */
export async function claimOrders(
  transaction: OrderClaims,
  batch: ResolvedBatch,
  shardCount: number,
): Promise<ClaimedOrders> {
  const orders = groupByOrder(batch.facts);
  if (orders.size === 0) return { batch, waiting: nothingWaits, settled: [] };
  await findSharedOrders(transaction, orders);
  await claim(transaction, orders, shardCount);
  const survivors = await findSurvivors(transaction, orders, shardCount);
  const attached = await readWaiting(transaction, orders);
  return placeFacts(batch, { orders, survivors, attached });
}

const nothingWaits: ReadonlyMap<PreparedFact, string> = new Map();

/** An order of the batch, under the key of its space. */
interface Order {
  /** Keys to be claimed. */
  readonly keys: Set<string>;
  readonly otherKeys: Set<string>;
  /** By the facts of the batch, and by what is known under keys of sources that shared no numbers then. */
  said: OrderOwner | null;
  known: OrderOwner | null;
  owner: OrderOwner | null;
  rows: OrderRow[];
}

type Orders = ReadonlyMap<string, Order>;

function groupByOrder(facts: readonly ResolvedFact[]): Orders {
  const orders = new Map<string, Order>();
  for (const { fact, memberId } of facts) {
    if (fact.order === undefined) continue;
    const [key] = fact.order.keys;
    let order = orders.get(key);
    if (order === undefined) {
      order = { keys: new Set(), otherKeys: new Set(), said: null, known: null, owner: null, rows: [] };
      orders.set(key, order);
    }
    for (const one of fact.order.keys) order.keys.add(one);
    for (const one of fact.order.otherKeys) order.otherKeys.add(one);
    order.said = firstOf(order.said, ownerBy(fact, memberId));
  }
  return orders;
}

function ownerBy({ identities }: PreparedFact, memberId: MemberId | null): OrderOwner | null {
  const [strongest] = identities;
  if (memberId === null || strongest === undefined) return null;
  return { memberId, identity: strongest.hash, isStrong: identities.some(({ isStrong }) => isStrong) };
}

/** Who was first, but strong before weak; as `claim_orders` decides it. */
function firstOf(first: OrderOwner | null, second: OrderOwner | null): OrderOwner | null {
  if (first === null || second === null) return first ?? second;
  return second.isStrong && !first.isStrong ? second : first;
}

/**
 * Orders whose sources share numbers may have been claimed, or waited for, before they did: what stands under the keys of single
 * sources is taken over, and held as well.
 */
async function findSharedOrders(transaction: OrderClaims, orders: Orders): Promise<void> {
  const shared = [...orders.values()].filter(({ otherKeys }) => otherKeys.size > 0);
  if (shared.length === 0) return;
  const ids = shared.flatMap(({ keys, otherKeys }) => [...keys, ...otherKeys]);
  const rows = byId(await transaction.readOrders([...new Set(ids)]));
  for (const order of shared) {
    for (const id of [...order.keys, ...order.otherKeys]) {
      const row = rows.get(id);
      if (row === undefined) continue;
      order.keys.add(id);
      order.known = firstOf(order.known, row.owner);
    }
  }
}

function byId(rows: readonly OrderRow[]): ReadonlyMap<string, OrderRow> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** The row of the space decides, which every fact of the order claims. */
async function claim(transaction: OrderClaims, orders: Orders, shardCount: number): Promise<void> {
  const claims = new Map<string, OrderClaim>();
  for (const { keys, known, said } of orders.values()) {
    const owner = firstOf(known, said);
    const shard = owner === null ? null : shardOf(owner.memberId, shardCount);
    for (const id of keys) claims.set(id, { id, shard, owner });
  }
  const sorted = [...claims.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  const rows = byId(await transaction.claimOrders(sorted));
  for (const [key, order] of orders) {
    order.owner = rows.get(key)?.owner ?? null;
    order.rows = [...order.keys].flatMap((id) => rows.get(id) ?? []);
  }
}

/** Owners whom the batch does not name may have been absorbed since they claimed the order. */
async function findSurvivors(
  transaction: OrderClaims,
  orders: Orders,
  shardCount: number,
): Promise<ReadonlyMap<MemberId, MemberId>> {
  const owners = new Set<MemberId>();
  for (const { owner, said } of orders.values()) {
    if (owner !== null && owner.memberId !== said?.memberId) owners.add(owner.memberId);
  }
  if (owners.size === 0) return new Map();
  return transaction.readSurvivors([...owners].map((id) => ({ id, shard: shardOf(id, shardCount) })));
}

/** By the key of the order, what waited for the owner that it has now. */
async function readWaiting(
  transaction: OrderClaims,
  orders: Orders,
): Promise<ReadonlyMap<string, readonly LoggedFact[]>> {
  const places = new Map<string, readonly LogPlace[]>();
  for (const [key, order] of orders) {
    const waiting = order.owner === null ? [] : settledRows(order).flatMap((row) => row.waiting);
    if (waiting.length > 0) places.set(key, waiting);
  }
  if (places.size === 0) return new Map();
  const facts = await transaction.readLoggedFacts([...places.values()].flat());
  const byPlace = new Map(facts.map((fact) => [placeText(fact), fact]));
  return new Map(
    [...places].map(([key, waiting]) => [key, waiting.flatMap((place) => byPlace.get(placeText(place)) ?? [])]),
  );
}

/** A number under which so many facts of nobody stand is no order's: they stay nobody's. */
function settledRows({ rows }: Order): readonly OrderRow[] {
  return rows.filter(({ waiting }) => waiting.length > 0 && waiting.length < waitingMax);
}

function placeText({ shard, position }: LogPlace): string {
  return `${shard}/${position}`;
}

interface Placing {
  readonly orders: Orders;
  readonly survivors: ReadonlyMap<MemberId, MemberId>;
  readonly attached: ReadonlyMap<string, readonly LoggedFact[]>;
}

/** In the order of the batch: an owner who is absorbed by a fact of it is followed from that fact on. */
function placeFacts(batch: ResolvedBatch, { orders, survivors, attached }: Placing): ClaimedOrders {
  const absorbed = new Map(survivors);
  const unattached = new Map(attached);
  const waiting = new Map<PreparedFact, string>();
  const facts = batch.facts.map((resolved): ResolvedFact => {
    for (const change of resolved.changes) if (change.kind === 'merge') absorbed.set(change.absorbed, change.survivor);
    const { order: prepared } = resolved.fact;
    if (prepared === undefined) return resolved;
    const [key] = prepared.keys;
    const owner = orders.get(key)?.owner ?? null;
    if (owner === null) {
      waiting.set(resolved.fact, prepared.keys.at(-1) ?? key);
      return resolved;
    }
    const placed = placeFact(resolved, { ...owner, memberId: follow(owner.memberId, absorbed) }, unattached.get(key));
    unattached.delete(key);
    return placed;
  });
  const settled = [...attached.keys()].flatMap((key) => settledKeys(orders.get(key)));
  return { batch: { ...batch, facts }, waiting, settled };
}

function settledKeys(order: Order | undefined): readonly string[] {
  return order === undefined ? [] : settledRows(order).map((row) => row.id);
}

function follow(memberId: MemberId, absorbed: ReadonlyMap<MemberId, MemberId>): MemberId {
  let current = memberId;
  for (let next = absorbed.get(current); next !== undefined; next = absorbed.get(current)) current = next;
  return current;
}

function placeFact(
  resolved: ResolvedFact,
  owner: OrderOwner,
  attached: readonly LoggedFact[] | undefined,
): ResolvedFact {
  const { fact, memberId } = resolved;
  const isOwners = memberId === owner.memberId;
  const own = isOwners ? fact.identities.map((identity) => identity.hash) : [];
  if (attached === undefined && isOwners && own[0] === owner.identity) return resolved;
  const placement: OrderPlacement = {
    identities: [owner.identity, ...own.filter((hash) => hash !== owner.identity)],
    ...(isOwners || memberId === null ? {} : { bearer: memberId }),
    ...(attached === undefined ? {} : { attached }),
  };
  return { ...resolved, memberId: owner.memberId, ofOrder: placement };
}
