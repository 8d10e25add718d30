import type { MemberId } from '@perennial/domain';
import type { OpenedList, RehearsedMove, RehearsedStanding } from '../answer/rehearsal.ts';
import { createOpened } from './opened.ts';
import type { Opened, OpenedPart } from './opened.ts';

const keptMax = 10_000;

export type Standings = ReadonlyMap<string, string>;

/** What a member moved by under one program: how often, by document, from and to. */
export interface Moves {
  readonly byName: Map<string, number>;
  add(moved: { readonly document: string; readonly from: string; readonly to: string }): void;
}

/** Where everybody stands at the end, and how they came there, under two programs. */
export interface StandingCount {
  readonly base: Moves;
  readonly draft: Moves;
  /** Counts a member, and whether she stands or moved otherwise under the draft. */
  end(id: MemberId, base: Standings, draft: Standings): boolean;
  drop(): void;
  moves(): readonly RehearsedMove[];
  standings(): readonly RehearsedStanding[];
  open(list: string): OpenedList | null;
  part(): StandingsPart;
  join(part: StandingsPart): void;
}

/** What one of several who count has, by name: plain data. */
export interface StandingsPart {
  readonly moves: ReadonlyMap<string, CountedPart>;
  readonly standings: ReadonlyMap<string, CountedPart>;
}

interface CountedPart {
  readonly base: number;
  readonly draft: number;
  readonly opened: OpenedPart;
}

interface Counted {
  readonly list: string;
  base: number;
  draft: number;
  readonly opened: Opened;
}

function createMoves(): Moves {
  const byName = new Map<string, number>();
  return {
    byName,
    add({ document, from, to }) {
      const name = JSON.stringify([document, from, to]);
      byName.set(name, (byName.get(name) ?? 0) + 1);
    },
  };
}

/** The parts of a name, which is made here alone. */
function partsOf(name: string): readonly [string, string, string] {
  return JSON.parse(name) as [string, string, string];
}

type CountedByName = Map<string, Counted>;

function countedOf(all: CountedByName, kind: 'moves' | 'standings', name: string): Counted {
  const known = all.get(name);
  if (known !== undefined) return known;
  const one: Counted = { list: `${kind}-${all.size}`, base: 0, draft: 0, opened: createOpened(keptMax) };
  all.set(name, one);
  return one;
}

function partsIn(all: CountedByName): ReadonlyMap<string, CountedPart> {
  return new Map([...all].map(([name, { base, draft, opened }]) => [name, { base, draft, opened: opened.part() }]));
}

function joinInto(all: CountedByName, kind: 'moves' | 'standings', parts: ReadonlyMap<string, CountedPart>): void {
  for (const [name, { base, draft, opened }] of parts) {
    const one = countedOf(all, kind, name);
    one.base += base;
    one.draft += draft;
    one.opened.join(opened);
  }
}

function countMoves(moves: CountedByName, id: MemberId, [base, draft]: readonly [Moves, Moves]): boolean {
  let isChanged = false;
  for (const name of new Set([...base.byName.keys(), ...draft.byName.keys()])) {
    const [a, b] = [base.byName.get(name) ?? 0, draft.byName.get(name) ?? 0];
    const one = countedOf(moves, 'moves', name);
    one.base += a;
    one.draft += b;
    if (a === b) continue;
    isChanged = true;
    one.opened.add(id, a, b);
  }
  return isChanged;
}

function countStandings(all: CountedByName, id: MemberId, [base, draft]: readonly [Standings, Standings]): boolean {
  let isChanged = false;
  for (const document of new Set([...base.keys(), ...draft.keys()])) {
    const [a, b] = [base.get(document) ?? '', draft.get(document) ?? ''];
    const one = countedOf(all, 'standings', JSON.stringify([document, a, b]));
    one.base += 1;
    if (a === b) continue;
    isChanged = true;
    one.opened.add(id, 0, 1);
  }
  return isChanged;
}

export function createStandingCount(): StandingCount {
  const [base, draft] = [createMoves(), createMoves()];
  const moves: CountedByName = new Map();
  const standings: CountedByName = new Map();
  const drop = () => {
    base.byName.clear();
    draft.byName.clear();
  };
  return {
    base,
    draft,
    drop,
    end(id, before, after) {
      const hasMoved = countMoves(moves, id, [base, draft]);
      drop();
      return countStandings(standings, id, [before, after]) || hasMoved;
    },
    moves: () =>
      [...moves].map(([name, one]) => {
        const [document, from, to] = partsOf(name);
        return { document, from, to, base: one.base, draft: one.draft, members: one.opened.members, list: one.list };
      }),
    standings: () =>
      [...standings].map(([name, one]) => {
        const [document, before, after] = partsOf(name);
        return { document, base: before, draft: after, members: one.base, list: before === after ? '' : one.list };
      }),
    part: () => ({ moves: partsIn(moves), standings: partsIn(standings) }),
    join(part) {
      joinInto(moves, 'moves', part.moves);
      joinInto(standings, 'standings', part.standings);
    },
    open(list) {
      const found = [...moves.values(), ...standings.values()].find((one) => one.list === list);
      return found?.opened.list() ?? null;
    },
  };
}
