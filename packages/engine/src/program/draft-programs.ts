import { compileProgram, createFoldContext } from '@perennial/domain';
import type { Budget, CompiledProgram, Facets, ProgramDocuments } from '@perennial/domain';
import type { Programs } from '../fold/programs.ts';

/** A draft is what this release makes of it. */
export function revisionsOf({ list }: Facets): { readonly [facet: string]: number } {
  return Object.fromEntries(list.map(({ name, revision }) => [name, revision]));
}

/** How much there is of what the steps of members ask for, as a program says it. */
export function budgetsOfProgram({ list }: Facets, program: CompiledProgram): readonly Budget[] {
  return list.flatMap((facet) => facet.budgets?.(program.rules[facet.index]) ?? []);
}

/**
 * The published versions, and after them documents that are in force from an instant on: who is read under it has passed into the version as if it
 * had been published then. Throws an invariant error for documents that are not sound.
 */
export function withDraft(
  programs: Programs,
  { documents, effectiveAt }: { readonly documents: ProgramDocuments; readonly effectiveAt: number },
): Programs {
  const { context, facets } = programs;
  const { days } = context;
  const current = context.programs.at(-1);
  const stamp = { version: (current?.version ?? 0) + 1, effectiveAt, revisions: revisionsOf(facets) };
  const draft = compileProgram(documents, stamp, { days, facets });
  const under = createFoldContext({ programs: [...context.programs, draft], days });
  const { identities, sources, properties } = draft;
  return {
    facets,
    context: under,
    identities,
    sources,
    properties,
    eagerVersion: under.eagerVersion,
    // What is published meanwhile comes after whatever the draft is tried on.
    ensure: async () => {},
  };
}
