import {
  compileProgram,
  createFoldContext,
  type CompiledProgram,
  type FoldContext,
  type ProgramDocuments,
} from '@perennial/domain';
import type { Programs } from '../fold/programs.ts';
import { revisionsOf } from '../program/draft-programs.ts';
import type { RehearsalAsked } from './answer/rehearsal.ts';

/** The versions that members pass under the draft, and under what it is held against. */
export interface Sides {
  readonly base: FoldContext;
  readonly draft: FoldContext;
}

/**
 * Up to the instant at which the draft comes into force both are the same: the program in force, as if it had always been, or what was recorded.
 *
 * @throws an invariant error for documents that are not sound.
 */
export function createSides(programs: Programs, asked: RehearsalAsked): Sides {
  const { days, programs: published } = programs.context;
  const recorded = published.filter(({ version }) => asked.version === null || version <= asked.version);
  const current = recorded.at(-1);
  if (current === undefined) throw new Error('there is no program in force');
  const base = asked.against === 'live' ? [{ ...current, effectiveAt: 0 }] : recorded;
  const { fromAt } = asked;
  const before = fromAt === null ? [] : base.filter(({ effectiveAt }) => effectiveAt < fromAt);
  const effectiveAt = before.length === 0 ? 0 : (fromAt ?? 0);
  const stamp = { version: current.version + 1, effectiveAt, revisions: revisionsOf(programs.facets) };
  const draft = compileDraft(asked.documents, stamp, programs);
  return {
    base: createFoldContext({ programs: base, days }),
    draft: createFoldContext({ programs: [...before, draft], days }),
  };
}

type Stamp = Parameters<typeof compileProgram>[1];

function compileDraft(documents: ProgramDocuments, stamp: Stamp, { context, facets }: Programs): CompiledProgram {
  return compileProgram(documents, stamp, { days: context.days, facets });
}
