import type { Facet, Handlers } from '../kernel/facet.ts';
import { notByTime } from '../kernel/instants.ts';

/** A facet without rows, state or documents that hears nothing, but for what a test gives it. */
export function tinyFacet<State = null>(
  parts: Partial<Facet<State, 'none', 'none'>> & { readonly name: string; readonly index: number },
  handlers: Handlers<State> = {},
): Facet<State, 'none', 'none'> {
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
    dueAt: () => notByTime,
    ...parts,
  };
}
