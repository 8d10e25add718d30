import { memberEvents } from './events.ts';
import type { Facet, Facets } from './facet.ts';
import { invariant } from './base/invariant.ts';

/**
 * Registers facets: in the order in which a fact passes them.
 *
 * @throws an invariant error for facets that share a name, a number, a rank, a table, a command or an event, or that read what nobody exports.
 */
export function createFacets(facets: readonly Facet[]): Facets {
  const list = facets.toSorted((a, b) => a.stepRank - b.stepRank);
  const byName = new Map(list.map((facet) => [facet.name, facet]));
  const rowKinds = list.flatMap((facet) => facet.rowKinds.map((kind) => ({ facet, kind })));
  const owners = new Map(rowKinds.map(({ facet, kind }) => [kind, facet]));
  const commands = list.flatMap((facet) => (facet.commands ?? []).map((command) => ({ facet, command })));
  const pairCommands = list.flatMap((facet) => (facet.pairCommands ?? []).map((command) => ({ facet, command })));
  const events = [...memberEvents, ...list.flatMap((facet) => facet.events ?? [])];
  for (const values of [
    list.map(({ name }) => name),
    list.map(({ index }) => index),
    list.map(({ stepRank }) => stepRank),
    list.map(({ dueRank }) => dueRank),
    rowKinds.map(({ kind }) => kind.table),
    [...commands, ...pairCommands].map(({ command }) => command.name),
    events.map(({ type }) => type),
  ])
    invariant(new Set<number | string>(values).size === values.length, `facets share one of ${values.join(', ')}`);
  const inRow = list.filter(({ keeps }) => keeps === 'row');
  invariant(inRow.length <= 1, 'the row of a member holds the state of one facet');
  for (const facet of list) {
    checkRows(facet);
    checkReads(facet, byName);
  }
  return {
    list,
    size: Math.max(-1, ...list.map(({ index }) => index)) + 1,
    inRow: inRow[0] ?? null,
    named(name) {
      const found = byName.get(name);
      invariant(found !== undefined, `there is no facet ${name}`);
      return found;
    },
    rowKinds,
    ownerOf(kind) {
      const found = owners.get(kind);
      invariant(found !== undefined, 'no facet keeps these rows');
      return found;
    },
    events: new Map(events.map((event) => [event.type, event])),
    commands: new Map(commands.map((one) => [one.command.name, one])),
    pairCommands: new Map(pairCommands.map((one) => [one.command.name, one])),
  };
}

/** A view keeps the rows of a kind at the kind's number; what a facet exports is its own. */
function checkRows({ name, rowKinds, exports }: Facet): void {
  for (const [place, kind] of rowKinds.entries())
    invariant(kind.index === place, `${kind.table} of ${name} is not in its place`);
  for (const { facet, kind } of exports)
    invariant(facet === name && rowKinds.includes(kind), `${name} exports ${kind.table}, which is not its own`);
}

/** What a facet reads is exported by one that stands before it: so nothing is read in a circle. */
function checkReads(facet: Facet, byName: ReadonlyMap<string, Facet>): void {
  for (const read of facet.reads) {
    const owner = byName.get(read.facet);
    invariant(
      owner !== undefined && owner.exports.some(({ kind }) => kind === read.kind),
      `${facet.name} reads ${read.kind.table}, which ${read.facet} does not export`,
    );
    invariant(owner.stepRank < facet.stepRank, `${facet.name} reads ${owner.name}, which comes after it`);
  }
}
