import type { CompiledProgram, Facet, Facets, Handler, Handlers, Member, Use, View } from '../kernel/facet.ts';
import { createFacets } from '../kernel/facets.ts';
import { notByTime } from '../kernel/base/instants.ts';
import { openMember } from '../kernel/member.ts';
import { createFoldContext } from '../kernel/program.ts';
import type { FoldContext } from '../kernel/program.ts';
import { compileProgram } from '../program/compile-program.ts';
import type { VersionStamp } from '../program/compile-program.ts';
import { testDays, testMemberId } from './given.ts';

type TinyFacet<State> = Facet<State, 'none', 'none'>;

/** A facet without rows, state or documents that hears nothing, but for what a test gives it. */
export function tinyFacet<State = null>(
  parts: Partial<TinyFacet<State>> & { readonly name: string; readonly index: number },
  handlers: Handlers<State> = {},
): TinyFacet<State> {
  // Without a state of its own there is none to make.
  const none = null as State;
  return {
    revision: 1,
    stepRank: parts.index,
    dueRank: parts.index,
    keeps: null,
    codec: { bytesMax: 0, create: () => none, encode: () => new Uint8Array(), decode: () => none },
    rowKinds: [],
    documents: [],
    exports: [],
    reads: [],
    fields: () => [],
    subject: () => null,
    parse: () => 'none',
    compile: () => 'none',
    foldKey: () => '',
    handlers: () => handlers,
    commands: [],
    dueAt: () => notByTime,
    ...parts,
  };
}

/** A handler that plans nothing and does `act`. */
export function acting<State, Cause>(
  act: (view: View<State>, use: Use<Cause>) => void,
  types?: readonly string[],
): Handler<State, Cause, null> {
  const handler = { plan: () => null, apply: (view: View<State>, _plan: null, use: Use<Cause>) => act(view, use) };
  return types === undefined ? handler : { ...handler, types };
}

/** One instant as the state: when the facet falls due. */
export interface Due {
  at: number;
}

/** What a facet with such a state has beside it. */
export const keepsDue = {
  keeps: 'apart',
  codec: {
    bytesMax: 8,
    create: (): Due => ({ at: notByTime }),
    encode: ({ at }: Due) => new Uint8Array(new Float64Array([at]).buffer),
    decode: (bytes: Uint8Array): Due => ({ at: new Float64Array(bytes.slice().buffer)[0] ?? notByTime }),
  },
  dueAt: ({ at }: Due) => at,
} as const;

/** A version over facets that have no documents. */
export function tinyProgram(facets: Facets, stamp: Partial<VersionStamp> = {}): CompiledProgram {
  return compileProgram({}, { version: 1, effectiveAt: 0, ...stamp }, { days: testDays, facets });
}

export function tinyWorld(...list: readonly Facet[]): { readonly facets: Facets; readonly context: FoldContext } {
  const facets = createFacets(list);
  return { facets, context: createFoldContext({ programs: [tinyProgram(facets)], days: testDays }) };
}

/** A member of whom something is stored, and nothing of it loaded. */
export function storedBefore(facets: Facets): Member {
  const header = { position: 1, clockAt: 0, programVersion: 1, status: 'live', state: null, due: [] } as const;
  return openMember(facets, { id: testMemberId(1), shard: 0 }, header);
}
