import type { Dispatch, Facets, Handler, Handlers, Heard } from '../kernel/facet.ts';

type Of = 'fact' | 'derived';

/** Who hears what under these rules: for each type the handlers, in the order in which a fact passes the facets. */
export function compileDispatch(facets: Facets, rules: readonly unknown[]): Dispatch {
  const ofFacet: (Handlers<unknown> | undefined)[] = [];
  for (const facet of facets.list) ofFacet[facet.index] = facet.handlers(rules[facet.index]);
  const heardOf = (of: Of, type: string | null): readonly Heard[] =>
    facets.list.flatMap((facet) =>
      handlersOf(ofFacet[facet.index], of)
        .filter(({ types }) => types === undefined || (type !== null && types.includes(type)))
        .map((handler) => ({ facet, handler })),
    );
  const byType = (of: Of): ReadonlyMap<string, readonly Heard[]> => {
    const types = new Set(ofFacet.flatMap((handlers) => handlersOf(handlers, of).flatMap(({ types }) => types ?? [])));
    return new Map([...types].map((type) => [type, heardOf(of, type)]));
  };
  return {
    facts: byType('fact'),
    otherFacts: heardOf('fact', null),
    derived: byType('derived'),
    otherDerived: heardOf('derived', null),
    ofFacet,
  };
}

function handlersOf(handlers: Handlers<unknown> | undefined, of: Of): readonly Handler<unknown, unknown, unknown>[] {
  return handlers?.[of] ?? [];
}
