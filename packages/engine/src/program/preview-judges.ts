import {
  compileProgram,
  createFoldContext,
  openView,
  type CompiledProgram,
  type Facet,
  type Facets,
  type FoldContext,
  type Member,
  type Need,
  type ProgramDocuments,
} from '@perennial/domain';
import type { Programs } from '../fold/programs.ts';

/** By the id of a document; null: she stands nowhere under any program. */
export type Standings = ReadonlyMap<string, string> | null;

/** Where a member stands at the instant of a preview, and where at each of the past, under one program. */
export interface Judged {
  readonly present: Standings;
  readonly past: readonly Standings[];
}

export interface Judges {
  readonly now: (member: Member) => Judged;
  readonly draft: (member: Member) => Judged;
  /** Rows that the past is judged by; none where it is not asked for. */
  readonly evidence: readonly Need[];
  /** A state would be another one: members pass the draft as a version, for which they must be read. */
  readonly passing: FoldContext | null;
}

export interface JudgedAt {
  readonly documents: ProgramDocuments;
  /** Epoch milliseconds at which both are judged. */
  readonly asOf: number;
  /** Instants of the past at which both are judged as well, ascending. */
  readonly instants: readonly number[];
}

export function createJudges({ context, facets }: Programs, judged: JudgedAt): Judges {
  const current = context.programs.at(-1);
  const version = { version: (current?.version ?? 0) + 1, effectiveAt: judged.asOf };
  const draft = compileProgram(judged.documents, version, { days: context.days, facets });
  const judges = {
    now: judgeUnder(current, judged),
    draft: judgeUnder(draft, judged),
    evidence: judged.instants.length === 0 ? [] : evidenceOf(facets),
  };
  const stateKey = (facet: Facet, program: CompiledProgram | undefined) =>
    program === undefined ? undefined : facet.stateKey?.(program.rules[facet.index]);
  const isJudgedByState = facets.list.every((facet) => stateKey(facet, current) === stateKey(facet, draft));
  if (isJudgedByState) return { ...judges, passing: null };
  const programs = [...context.programs, draft];
  return { ...judges, passing: createFoldContext({ programs, days: context.days }) };
}

function evidenceOf(facets: Facets): readonly Need[] {
  return facets.list.flatMap(({ evidence = [] }) => evidence.map((kind): Need => ({ by: 'all', kind })));
}

function judgeUnder(program: CompiledProgram | undefined, { asOf, instants }: JudgedAt): (member: Member) => Judged {
  return (member) => {
    const present = standingsOf(member, (facet) =>
      program === undefined ? undefined : facet.standings?.(openView(member, facet), program.rules[facet.index], asOf),
    );
    if (instants.length === 0 || present === null) return { present, past: [] };
    const byFacet = new Map(
      member.facets.list.map((facet) => [
        facet,
        program && facet.pastStandings?.(openView(member, facet), program.rules[facet.index], instants),
      ]),
    );
    const past = instants.map((_, index) =>
      standingsOf(member, (facet) => {
        const all = byFacet.get(facet);
        return all === null ? null : all?.[index];
      }),
    );
    return { present, past };
  };
}

/** What all facets say together; null as soon as one says that she stands nowhere, ever. */
function standingsOf(member: Member, ask: (facet: Facet) => Standings | undefined): Standings {
  const all = new Map<string, string>();
  for (const facet of member.facets.list) {
    const own = ask(facet);
    if (own === null) return null;
    for (const [id, standing] of own ?? []) all.set(id, standing);
  }
  return all;
}
