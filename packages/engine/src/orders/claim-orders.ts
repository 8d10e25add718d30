import { shardOf, type MemberId } from '@perennial/domain';
import type { PreparedFact } from '../facts/prepared-fact.ts';
import type { LoggedFact, LogPlace } from '../log/log-rows.ts';
import type { OrderPlacement, ResolvedBatch, ResolvedFact } from '../resolution/resolve-batch.ts';
import { waitingMax, type HeldOrder, type KnownOrder, type OrderClaim, type OrderOwner } from './order-rows.ts';
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
 * 4. Whoever claims an order, or leaves a fact to wait for one, holds the order's row until the end of the transaction, so of a
 *    payment and a placement that arrive at once the second sees the first.
 *
 * A batch without orders costs no statement, one about orders whose owners are known a read, and all that is to be claimed one
 * statement more. Further ones only where the owner is not whom the fact's identities name, and where facts have waited.
 */
export async function claimOrders(
  transaction: OrderClaims,
  batch: ResolvedBatch,
  shardCount: number,
): Promise<ClaimedOrders> {
  const orders = groupByOrder(batch.facts);
  if (orders.size === 0) return { batch, waiting: nothingWaits, settled: [] };
  await readKnown(transaction, orders);
  await claimOpen(transaction, orders, shardCount);
  const survivors = await findSurvivors(transaction, orders, shardCount);
  const attached = await readWaiting(transaction, orders);
  return placeFacts(batch, { orders, survivors, attached });
}

const nothingWaits: ReadonlyMap<PreparedFact, string> = new Map();

/** An order of the batch, under the key of its space. */
interface Order {
  readonly key: string;
  /** Under which it is to be claimed. */
  keys: readonly string[];
  /** Under which it may be known as well. */
  otherKeys: readonly string[];
  /** By the facts of the batch, and by what is known. */
  said: OrderOwner | null;
  owner: OrderOwner | null;
  /** Somebody has to claim it, or may be doing so. */
  isOpen: boolean;
  /** Where facts wait under a key that this transaction holds. */
  waiting: readonly HeldOrder[];
}

type Orders = ReadonlyMap<string, Order>;

function groupByOrder(facts: readonly ResolvedFact[]): Orders {
  const orders = new Map<string, Order>();
  for (const { fact, memberId } of facts) {
    if (fact.order === undefined) continue;
    const { keys, otherKeys } = fact.order;
    const said = ownerBy(fact, memberId);
    const known = orders.get(keys[0]);
    if (known === undefined) {
      orders.set(keys[0], { key: keys[0], keys, otherKeys, said, owner: null, isOpen: false, waiting: noneWait });
      continue;
    }
    known.said = firstOf(known.said, said);
    // Of sources that share numbers, each has a key of its own.
    if (keys.length > 1) known.keys = [...new Set([...known.keys, ...keys])];
    if (keys.length > 1) known.otherKeys = [...new Set([...known.otherKeys, ...otherKeys])];
  }
  return orders;
}

const noneWait: readonly HeldOrder[] = [];

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
 * Who owns what, as far as it is known. That an order has an owner by a strong identity needs no lock: nothing but an undone merge
 * or an erasure changes it, which is seen under the heads.
 */
async function readKnown(transaction: OrderClaims, orders: Orders): Promise<void> {
  const ids = [...orders.values()].flatMap(({ keys, otherKeys }) => [...keys, ...otherKeys]);
  const rows = byId(await transaction.readOrders([...new Set(ids)]));
  for (const order of orders.values()) {
    const ownerUnder = (id: string) => rows.get(id)?.owner ?? null;
    for (const id of order.keys) order.owner = firstOf(order.owner, ownerUnder(id));
    for (const id of order.otherKeys) order.owner = firstOf(order.owner, ownerUnder(id));
    const isTaken = order.said?.isStrong === true && order.owner?.isStrong === false;
    order.isOpen = isTaken || order.keys.some((id) => ownerUnder(id) === null);
    // What was known, or waited, before sources shared numbers is taken over, and held as well.
    const older = order.isOpen ? order.otherKeys.filter((id) => rows.has(id)) : [];
    if (older.length > 0) order.keys = [...new Set([...order.keys, ...older])];
  }
}

function byId<Row extends KnownOrder>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** The row of the space decides, which every fact of the order claims. */
async function claimOpen(transaction: OrderClaims, orders: Orders, shardCount: number): Promise<void> {
  const open = [...orders.values()].filter(({ isOpen }) => isOpen);
  if (open.length === 0) return;
  const claims = new Map<string, OrderClaim>();
  for (const { keys, owner: known, said } of open) {
    const owner = firstOf(known, said);
    const shard = owner === null ? null : shardOf(owner.memberId, shardCount);
    for (const id of keys) claims.set(id, { id, shard, owner });
  }
  const sorted = [...claims.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  const rows = byId(await transaction.claimOrders(sorted));
  for (const order of open) {
    const row = rows.get(order.key);
    order.owner = row === undefined ? (claims.get(order.key)?.owner ?? null) : row.owner;
    if (rows.size > 0) order.waiting = order.keys.flatMap((id) => rows.get(id) ?? []).filter(isWaitedUnder);
  }
}

/** A number under which so many facts of nobody stand is no order's: they stay nobody's. */
function isWaitedUnder({ waiting }: HeldOrder): boolean {
  return waiting.length > 0 && waiting.length < waitingMax;
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
    if (order.owner !== null && order.waiting.length > 0)
      places.set(
        key,
        order.waiting.flatMap(({ waiting }) => waiting),
      );
  }
  if (places.size === 0) return new Map();
  const facts = await transaction.readLoggedFacts([...places.values()].flat());
  const byPlace = new Map(facts.map((fact) => [placeText(fact), fact]));
  return new Map(
    [...places].map(([key, waiting]) => [key, waiting.flatMap((place) => byPlace.get(placeText(place)) ?? [])]),
  );
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
  const settled = [...attached.keys()].flatMap((key) => orders.get(key)?.waiting.map(({ id }) => id) ?? []);
  return { batch: { ...batch, facts }, waiting, settled };
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
