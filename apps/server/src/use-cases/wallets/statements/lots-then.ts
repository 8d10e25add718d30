import { sharesOf } from '@perennial/domain';
import type { EntryRow, HoldRow, LotRow } from '@perennial/domain';

/** What there is to tell a past instant by: all entries up to it, all lots and all holds of the wallet. */
export interface Remembered {
  readonly entries: readonly EntryRow[];
  readonly lots: readonly LotRow[];
  readonly holds: readonly HoldRow[];
}

/** What was left of a lot then. */
export interface LotThen {
  readonly row: LotRow;
  readonly remaining: number;
  readonly held: number;
  readonly isPending: boolean;
}

export interface WalletThen {
  readonly lots: readonly LotThen[];
  readonly debt: number;
}

/**
 * The lots of a wallet as they were at an instant, told again from its entries: `debt` and what was left of each, whose difference is the
 * balance after the last entry. Entries say what went into lots and came out of them; what pays a debt has no entry, and is paid when units
 * become available: so it is told by the same rules, with the instants at which lots became available and holds began and ended.
 */
export function lotsThen({ entries, lots, holds }: Remembered, at: number): WalletThen {
  const story = new Story(lots);
  const events = [...entries.map(entryEvent), ...lots.flatMap(startEvents), ...holds.flatMap(holdEvents)];
  const told = events
    .filter((event) => event.at <= at)
    .toSorted((a, b) => a.at - b.at || a.rank - b.rank || a.order - b.order);
  for (const { tell } of told) tell(story);
  return { lots: story.open(at), debt: story.debt };
}

/** One thing that happened; at one instant what is free again and what becomes available comes before what is moved, as in the fold. */
interface StoryEvent {
  readonly at: number;
  readonly rank: number;
  readonly order: number;
  readonly tell: (story: Story) => void;
}

const ranks = { ended: 0, available: 1, moved: 2, settled: 3, held: 4 } as const;

function entryEvent(entry: EntryRow): StoryEvent {
  return { at: entry.at, rank: ranks.moved, order: entry.sequence, tell: (story) => story.move(entry) };
}

/** Of a lot that waited; all others are available as they come in. */
function startEvents(lot: LotRow): readonly StoryEvent[] {
  if (lot.waitsFor !== '' || lot.startsAt <= lot.issuedAt) return [];
  return [
    { at: lot.startsAt, rank: ranks.available, order: lot.lot, tell: (story) => story.settle(lot.lot, lot.startsAt) },
  ];
}

function holdEvents({ lots, openedAt, endedAt }: HoldRow, order: number): readonly StoryEvent[] {
  const shares = sharesOf(lots);
  const begun: StoryEvent = { at: openedAt, rank: ranks.held, order, tell: (story) => story.hold(shares, 1) };
  if (endedAt === null) return [begun];
  return [
    begun,
    { at: endedAt, rank: ranks.ended, order, tell: (story) => story.hold(shares, -1) },
    // What was captured of it has gone by then: the rest alone pays what is owed.
    { at: endedAt, rank: ranks.settled, order, tell: (story) => story.settleAll(shares, endedAt) },
  ];
}

class Story {
  debt = 0;
  readonly #rows: ReadonlyMap<number, LotRow>;
  readonly #remaining = new Map<number, number>();
  readonly #held = new Map<number, number>();

  constructor(lots: readonly LotRow[]) {
    this.#rows = new Map(lots.map((lot) => [lot.lot, lot]));
  }

  move({ at, credit, lots, units }: EntryRow): void {
    const shares = sharesOf(lots);
    const named = shares.reduce((sum, [, share]) => sum + share, 0);
    if (credit === 'member') {
      // What comes in without a lot is owed no longer.
      this.debt -= units - named;
      for (const [lot, share] of shares) {
        this.#add(lot, share);
        this.settle(lot, at);
      }
      return;
    }
    this.debt += units - named;
    for (const [lot, share] of shares) this.#add(lot, -share);
  }

  hold(shares: readonly (readonly [number, number])[], sign: 1 | -1): void {
    for (const [lot, share] of shares) this.#held.set(lot, (this.#held.get(lot) ?? 0) + sign * share);
  }

  settleAll(shares: readonly (readonly [number, number])[], at: number): void {
    for (const [lot] of shares) this.settle(lot, at);
  }

  /** What is available of a lot pays what is owed. */
  settle(lot: number, at: number): void {
    if (this.#isPending(lot, at)) return;
    const free = (this.#remaining.get(lot) ?? 0) - (this.#held.get(lot) ?? 0);
    const paid = Math.max(0, Math.min(this.debt, free));
    this.debt -= paid;
    this.#add(lot, -paid);
  }

  open(at: number): LotThen[] {
    const open = [...this.#remaining].flatMap(([lot, remaining]): LotThen[] => {
      const row = this.#rows.get(lot);
      if (row === undefined || remaining === 0) return [];
      return [{ row, remaining, held: this.#held.get(lot) ?? 0, isPending: this.#isPending(lot, at) }];
    });
    return open.toSorted((a, b) => a.row.lot - b.row.lot);
  }

  #isPending(lot: number, at: number): boolean {
    const row = this.#rows.get(lot);
    return row !== undefined && (row.waitsFor !== '' || row.startsAt > Math.max(at, row.issuedAt));
  }

  #add(lot: number, units: number): void {
    this.#remaining.set(lot, (this.#remaining.get(lot) ?? 0) + units);
  }
}
