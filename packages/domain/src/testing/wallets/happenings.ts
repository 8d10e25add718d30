import fc from 'fast-check';
import { facets } from '../../facets/index.ts';
import { entryRows, holdRows, lotRows } from '../../facets/wallets/ledger/rows.ts';
import { spendableOf } from '../../facets/wallets/ledger/spend-order.ts';
import { walletsRulesOf } from '../../facets/wallets/rules/rules.ts';
import { dayMs } from '../../kernel/base/instants.ts';
import type { FactPayload } from '../../kernel/base/payload.ts';
import type { RowKind, RowShape } from '../../kernel/rows/row-kind.ts';
import { programAt } from '../../kernel/program.ts';
import type { FoldContext } from '../../kernel/program.ts';
import type { LoggedStep, MemberId } from '../../kernel/steps/steps.ts';
import { fact, startAt, testMemberId } from '../given.ts';
import { callCommand } from '../run-command.ts';
import { runPairCommand } from '../run-pair-command.ts';
import { createStoredMember, foldStored, rowsOf, wakeStored } from '../stored-member.ts';
import type { StoredMember } from '../stored-member.ts';
import { faultsOf } from './check-wallets.ts';

/** What may happen to the wallets of two members: commands of every kind, units owed, merges and what becomes of them. */
export const commandKinds = [
  'adjustUp',
  'adjustDown',
  'open',
  'redeem',
  'hold',
  'capture',
  'release',
  'void',
  'reverse',
  'extend',
  'reinstate',
  'releasePending',
  'cancelPending',
  'block',
  'transfer',
  'owe',
] as const;
type CommandKind = (typeof commandKinds)[number];
type Kind = CommandKind | 'page' | 'merge' | 'split' | 'erase';

/** Some time after what happened before; `a` and `b` choose what of hers it is about, and how much of it. */
export interface Happening {
  readonly waitMs: number;
  readonly isOther: boolean;
  readonly wallet: string;
  readonly what: Kind;
  readonly a: number;
  readonly b: number;
}

/** Instants meet: what expires, starts and times out lies on the same lattice as what is done. */
const waits = [...Array.from({ length: 16 }, () => 0), 60_000, 60_000, dayMs / 2, dayMs, 3 * dayMs, 10 * dayMs];

export function happeningsOf(
  wallets: readonly string[],
  { kinds, canErase = false }: { readonly kinds: readonly Kind[]; readonly canErase?: boolean },
): fc.Arbitrary<readonly Happening[]> {
  const common = fc.constantFrom<Kind>('adjustUp', 'open', 'redeem', 'hold');
  const one = fc.record({
    waitMs: fc.constantFrom(...waits),
    isOther: fc.constantFrom(false, false, true),
    wallet: fc.constantFrom(...wallets),
    what: fc.oneof(
      { weight: 20, arbitrary: common },
      { weight: 40, arbitrary: fc.constantFrom(...kinds) },
      { weight: canErase ? 1 : 0, arbitrary: fc.constant<Kind>('erase') },
    ),
    a: fc.nat(20),
    b: fc.nat(60),
  });
  return fc.array(one, { minLength: 1, maxLength: 40, size: 'max' });
}

export type Stores = ReadonlyMap<string, StoredMember>;
const members = [testMemberId(1), testMemberId(2)] as const;

export function createStores(): Stores {
  return new Map(members.map((id) => [id, createStoredMember(facets, id)]));
}

export function storeOf(stores: Stores, id: string): StoredMember {
  const store = stores.get(id);
  if (store === undefined) throw new Error('there is no such member');
  return store;
}

export interface Happened {
  readonly log: readonly LoggedStep[];
  readonly stores: Stores;
  /** What must not be and was, as text. */
  readonly faults: readonly string[];
  /** How often each kind came to something. */
  readonly done: ReadonlyMap<Kind, number>;
  readonly endedAt: number;
}

/** Lets it all happen, each step folded as it is logged, and looks after each whether all is as it must be. */
export function happen(all: readonly Happening[], context: FoldContext): Happened {
  const world = new World(context);
  for (const happening of all) world.take(happening);
  return world;
}

/** What happens for certain: of one of the two, nothing chosen. */
export function happening(what: Kind, waitMs = 0): Happening {
  return { waitMs, isOther: false, wallet: '', what, a: 0, b: 0 };
}

/** The members, the log and the clock while it happens. */
class World implements Happened {
  readonly stores = createStores();
  readonly log: LoggedStep[] = [];
  readonly faults: string[] = [];
  readonly done = new Map<Kind, number>();
  readonly #context: FoldContext;
  #now = startAt;
  #mergeId = '';

  constructor(context: FoldContext) {
    this.#context = context;
    for (const memberId of members) {
      const place = { shard: 0, position: this.log.length + 1, recordedAt: this.#now, memberId };
      this.#record({ ...fact({ type: 'member.registered', at: this.#now }), ...place, messageId: memberId });
      // Something to begin with: else most of what is asked would be refused.
      for (const wallet of walletsRulesOf(programAt(context, this.#now)).wallets.keys())
        this.#call(memberId, { ...happening('adjustUp'), wallet, b: 60 }, 'adjustUp');
    }
  }

  get endedAt(): number {
    return this.#now;
  }

  take(happening: Happening): void {
    this.#now += happening.waitMs;
    const [first, second] = members;
    const isMerged = storeOf(this.stores, second).status === 'absorbed';
    const memberId = happening.isOther && !isMerged ? second : first;
    const { status } = storeOf(this.stores, memberId);
    if (status === 'erased') return;
    const { what } = happening;
    if (what === 'merge') this.#merge(isMerged);
    else if (what === 'split') this.#split(isMerged);
    else if (what === 'erase') this.#record({ kind: 'erase', ...this.#place(memberId) });
    else if (what === 'page')
      this.#record({
        ...fact({ type: 'page.viewed', at: this.#now }),
        ...this.#place(memberId),
        messageId: `m${this.log.length}`,
      });
    else if (what === 'owe') this.#owe(memberId, happening);
    else if (what === 'transfer') this.#transfer(memberId, happening);
    else this.#call(memberId, happening, what);
    this.#look();
  }

  #place(memberId: MemberId) {
    return { shard: 0, position: this.log.length + 1, recordedAt: this.#now, memberId };
  }

  #record(step: LoggedStep): void {
    this.log.push(step);
    foldStored(storeOf(this.stores, step.memberId), [step], { context: this.#context, others: this.stores });
  }

  #note(what: Kind): void {
    this.done.set(what, (this.done.get(what) ?? 0) + 1);
  }

  #merge(isMerged: boolean): void {
    const [first, second] = members;
    if (isMerged || [...this.stores.values()].some((store) => store.status === 'erased')) return;
    this.#mergeId = `merge-${this.log.length}`;
    const tombstone = this.#place(second);
    this.#record({ kind: 'absorb', ...tombstone, survivorShard: 0, survivorId: first, mergeId: this.#mergeId });
    const absorbed = { absorbedShard: 0, absorbedId: second, absorbedPosition: tombstone.position };
    this.#record({ kind: 'merge', ...this.#place(first), ...absorbed, mergeId: this.#mergeId });
    this.#note('merge');
  }

  #split(isMerged: boolean): void {
    if (!isMerged) return;
    for (const memberId of members)
      this.#record({ kind: 'split', ...this.#place(memberId), mergeId: this.#mergeId, other: null });
    this.#note('split');
  }

  /** Takes units back that are not there. No command does: orders that are given back do. */
  #owe(memberId: MemberId, { wallet, a, b }: Happening): void {
    // Now and then: who always owes never has anything.
    if (a % 5 > 0) return;
    const taken = {
      op: 'debit',
      wallet,
      units: 1 + (b % 30),
      kind: 'take_back',
      to: 'issuance',
      lots: [],
      reverses: null,
    };
    const operations = [{ ...taken, ending: 'taken_back', reason: '' }];
    const step = { kind: 'decision', ...this.#place(memberId), command: 'test' } as const;
    this.#record({ ...step, decisionId: `d${this.log.length}`, parts: () => ({ wallets: { operations } }) });
    this.#note('owe');
  }

  #transfer(memberId: MemberId, { wallet, b }: Happening): void {
    const [first, second] = members;
    const [own, other] = [memberId, memberId === first ? second : first].map((id) => storeOf(this.stores, id));
    if (own === undefined || other?.status !== 'live') return;
    const call = { name: 'transferUnits', input: { wallet, units: 1 + (b % 20) }, ...this.#place(memberId) };
    const decided = runPairCommand([own, other], call, { context: this.#context });
    if ('kind' in decided) return;
    for (const step of decided) this.#record(step);
    this.#note('transfer');
  }

  #call(memberId: MemberId, happening: Happening, what: CommandKind): void {
    const stored = storeOf(this.stores, memberId);
    const asked = callOf(stored, happening, { what, now: this.#now });
    if (asked === null) return;
    const called = callCommand(stored, { ...asked, ...this.#place(memberId) }, { context: this.#context });
    if (called.kind === 'rejection' || !called.isLogged) return;
    const before = new Map(rowsOf(stored, lotRows).map((lot) => [`${lot.wallet} ${lot.lot}`, lot]));
    this.#record(called.step);
    this.#note(what);
    this.#compare(stored, called.answer);
    if (what !== 'redeem' && what !== 'hold') return;
    // W3: what is spent or held was free to be, as of this instant.
    for (const lot of rowsOf(stored, lotRows)) {
      const then = before.get(`${lot.wallet} ${lot.lot}`);
      if (then === undefined) continue;
      const used = then.remaining - then.held - (lot.remaining - lot.held);
      if (used > spendableOf(then, this.#now)) this.faults.push(`${used} of lot ${lot.lot} were not there to be spent`);
    }
  }

  /** What was answered is what was then done. */
  #compare(stored: StoredMember, answer: FactPayload): void {
    const last = rowsOf(stored, entryRows)
      .filter((entry) => entry.wallet === answer['wallet'])
      .toSorted((x, y) => x.sequence - y.sequence)
      .at(-1);
    const balance = last?.balanceAfter ?? 0;
    if (answer['balance'] !== balance)
      this.faults.push(`${JSON.stringify(answer)} was answered, and ${balance} is there`);
  }

  #look(): void {
    for (const stored of this.stores.values()) {
      // A look at a copy: when a worker comes by must leave no trace.
      if (stored.status !== 'live') continue;
      const copy = copyOf(stored);
      wakeStored(copy, this.#now, { context: this.#context });
      this.faults.push(...faultsOf(copy, this.#now));
    }
  }
}

/** Increments are added to rows where they stand. */
function copyOfEach(rows: ReadonlyMap<string, RowShape>): Map<string, RowShape> {
  return new Map([...rows].map(([key, row]) => [key, { ...row }]));
}

function copyOf(stored: StoredMember): StoredMember {
  return {
    ...stored,
    states: new Map(stored.states),
    due: new Map(stored.due),
    tables: new Map([...stored.tables].map(([name, { kind, rows }]) => [name, { kind, rows: copyOfEach(rows) }])),
    derived: [...stored.derived],
    requests: [...stored.requests],
    inputs: [...stored.inputs],
    log: [...stored.log],
  };
}

function chosen<Row extends RowShape>(
  stored: StoredMember,
  kind: RowKind<Row>,
  { wallet, a }: Pick<Happening, 'wallet' | 'a'>,
): Row | null {
  const rows = rowsOf(stored, kind).filter((row) => row['wallet'] === wallet);
  // The last ones rather than the first: those are over, as a rule.
  return rows.at(-1 - (a % Math.max(1, Math.min(4, rows.length)))) ?? null;
}

const reason = 'test';

function callOf(
  stored: StoredMember,
  happening: Happening,
  { what, now }: { readonly what: CommandKind; readonly now: number },
): { readonly name: string; readonly input: FactPayload } | null {
  const { wallet, a, b } = happening;
  const units = b + 1;
  const few = 1 + (b % 20);
  const soon = now + (a % 12) * (dayMs / 2);
  const lot = chosen(stored, lotRows, happening)?.lot ?? 1;
  switch (what) {
    case 'adjustUp':
      return {
        name: 'adjustUnits',
        input: { wallet, units, reason, ...(a < 7 ? {} : { expiresAt: a < 9 ? null : soon }) },
      };
    case 'adjustDown':
      return { name: 'adjustUnits', input: { wallet, units: -few, reason } };
    case 'open': {
      const lots = [
        { units, startsAt: soon, expiresAt: soon + dayMs, priority: a % 3 },
        { units: 1 + (b % 7), waits: a % 2 === 0 ? 'hand' : 'time', startsAt: now - dayMs, costMinor: 100 },
      ];
      return { name: 'openWallet', input: { wallet, openedAt: now, reference: `import-${a}`, lots } };
    }
    case 'redeem':
      return { name: 'redeemUnits', input: { wallet, units: few } };
    case 'hold': {
      const minutes = a % 4 === 0 ? 1 : (a % 4) * 720;
      return { name: 'holdUnits', input: { wallet, units: few, hold: `h${stored.log.length}`, minutes } };
    }
    case 'capture':
    case 'release': {
      // Of any wallet, and open ones first: else most would be refused.
      const holds = rowsOf(stored, holdRows).toSorted(
        (x, y) => Number(y.endedAt === null) - Number(x.endedAt === null),
      );
      const of = holds[a % Math.max(1, Math.min(2, holds.length))];
      if (of === undefined || of.hold.includes('~')) return null;
      const named = { wallet: of.wallet, hold: of.hold };
      return what === 'release'
        ? { name: 'releaseHold', input: named }
        : { name: 'captureHold', input: { ...named, ...(b % 3 === 0 ? {} : { units: b % 20 }) } };
    }
    case 'void':
      return { name: 'voidLot', input: { wallet, lot, reason } };
    case 'reverse': {
      const spends = rowsOf(stored, entryRows).filter(({ kind }) => kind === 'spend' || kind === 'capture' || a === 0);
      const of = spends.at(-1 - (a % Math.max(1, Math.min(3, spends.length))));
      const named = { wallet: of?.wallet ?? wallet, entry: of?.sequence ?? 1 };
      return { name: 'reverseSpend', input: { ...named, reason, ...(b % 3 === 0 ? {} : { units: 1 + (b % 20) }) } };
    }
    case 'extend':
      return { name: 'extendLot', input: { wallet, lot, expiresAt: b % 4 === 0 ? null : soon + dayMs, reason } };
    case 'reinstate':
      return {
        name: 'reinstateUnits',
        input: { wallet, lot, expiresAt: soon + dayMs, reason, ...(b % 2 === 0 ? {} : { units: 1 + (b % 9) }) },
      };
    case 'releasePending':
      return { name: 'releasePending', input: { wallet, lot } };
    case 'cancelPending':
      return { name: 'cancelPending', input: { wallet, lot, reason } };
    case 'block':
      return { name: b % 3 === 0 ? 'blockWallet' : 'unblockWallet', input: { wallet, reason } };
    default:
      return null;
  }
}
