import { openView, type Facets, type Member } from '@perennial/domain';
import { createStandingCount } from './counting/count-standings.ts';
import type { Moves, StandingCount, Standings } from './counting/count-standings.ts';
import { createLineCount } from './counting/count-lines.ts';
import type { LineCount } from './counting/count-lines.ts';
import { compareLines } from './counting/lines.ts';
import type { ComparedLines } from './counting/lines.ts';
import { createMonths } from './counting/months.ts';
import type { Scratch } from './counting/scratch.ts';
import type { FoldedMember } from './folding/fold-member.ts';
import type { RehearsalAsked } from './answer/rehearsal.ts';
import type { Sides } from './sides.ts';

/** What is counted of everybody under both programs: facets say it, and nobody here knows one by name. */
export interface MemberCount {
  readonly lines: LineCount;
  readonly standings: StandingCount;
  /** Counts a member under both; true when anything of her is another one. */
  add(base: FoldedMember, draft: FoldedMember): boolean;
}

interface Counted {
  readonly facets: Facets;
  readonly numbers: ComparedLines;
  readonly scratch: Scratch;
  readonly moves: Moves;
}

export function createMemberCount(facets: Facets, sides: Sides, asked: RehearsalAsked): MemberCount {
  const [base, draft] = [sides.base.programs.at(-1), sides.draft.programs.at(-1)];
  if (base === undefined || draft === undefined) throw new Error('a rehearsal needs two programs');
  const numbers = compareLines(facets, base, draft);
  const lines = createLineCount(numbers, createMonths(sides.base.days.zone, asked));
  const standings = createStandingCount();
  const ofBase = { facets, numbers, scratch: lines.base, moves: standings.base };
  const ofDraft = { facets, numbers, scratch: lines.draft, moves: standings.draft };
  return {
    lines,
    standings,
    add(before, after) {
      try {
        const stood = countSide(ofBase, before, asked);
        const stands = countSide(ofDraft, after, asked);
        const { id } = before.member;
        const isOther = standings.end(id, stood, stands);
        return lines.end(id) || isOther;
      } finally {
        standings.drop();
        lines.drop();
      }
    },
  };
}

function countSide(counted: Counted, { member, absorbed }: FoldedMember, asked: RehearsalAsked): Standings {
  for (const one of [member, ...absorbed]) countFigures(counted, one, asked);
  const standings = new Map<string, string>();
  for (const facet of counted.facets.list) {
    const own = facet.outcomes?.standings?.(openView(member, facet)) ?? [];
    for (const [document, standing] of own) standings.set(document, standing);
  }
  return standings;
}

function countFigures({ facets, numbers, scratch, moves }: Counted, member: Member, asked: RehearsalAsked): void {
  const sink = {
    lineOf: numbers.numberOf,
    add: (line: number, at: number, units: number) => scratch.add(line, at, units),
    move: (moved: Parameters<Moves['add']>[0] & { readonly at: number }) => {
      if (asked.fromAt === null || moved.at >= asked.fromAt) moves.add(moved);
    },
  };
  for (const facet of facets.list) facet.outcomes?.count(openView(member, facet), sink);
}
