import { openView } from '../kernel/facet-view.ts';
import type { Facet, Facets, LensSeen } from '../kernel/facet.ts';
import { invariant } from '../kernel/base/invariant.ts';
import { subjectOf } from '../kernel/member-subject.ts';
import { fingerprintOf } from '../kernel/lens.ts';
import type { LensColumnShape, LensPart, LensRow, LensValue } from '../kernel/lens.ts';
import type { Need } from '../kernel/rows/needs.ts';
import { ownerFingerprint, ownerTable } from './owner.ts';
import { rhythmColumns } from './rhythm.ts';
import type { LensTable, SeenMember } from './seen.ts';

/** All that the facets bring to the lens, and whose facts are whose. */
export interface LensLayout {
  /** Of the members' table, beside its header. */
  readonly memberColumns: readonly LensColumnShape[];
  /** What the values of these columns are read from. */
  readonly memberNeeds: readonly Need[];
  /** In the order of the columns. */
  memberValues(seen: SeenMember): LensRow;
  readonly tables: readonly LensTable[];
  /** By the name of each part. */
  readonly fingerprints: ReadonlyMap<string, string>;
}

interface Brought {
  readonly facet: Facet;
  readonly part: LensPart<LensSeen<unknown>>;
}

/**
 * Puts the parts of all facets together, after what conditions ask of every member.
 *
 * @throws an invariant error for parts or columns that share a name.
 */
export function createLensLayout(facets: Facets): LensLayout {
  const brought = facets.list.flatMap((facet) => (facet.lens ?? []).map((part): Brought => ({ facet, part })));
  const ofMembers = brought.flatMap(({ facet, part }) => (part.kind === 'member' ? [{ facet, part }] : []));
  const memberColumns = [...rhythmColumns, ...ofMembers.flatMap(({ part }) => part.columns)];
  checkNames([ownerTable.part.name, ...brought.map(({ part }) => part.name)]);
  checkNames(memberColumns.map(({ name }) => name));
  return {
    memberColumns: memberColumns.map(({ name, type }) => ({ name, type })),
    memberNeeds: distinct([...facets.list.flatMap(rhythmNeeds), ...ofMembers.flatMap(needsOf)]),
    memberValues(seen) {
      const values: LensValue[] = rhythmColumns.map((column) => column.read(seen));
      for (const { facet, part } of ofMembers) {
        const own = seenBy(facet, seen);
        for (const column of part.columns) values.push(column.read(own));
      }
      return values;
    },
    tables: [ownerTable, ...brought.flatMap(tableOf)],
    fingerprints: new Map([ownerFingerprint, ...brought.map(({ part }) => [part.name, fingerprintOf(part)] as const)]),
  };
}

/** A member to be read, with what conditions may ask of her; what was not loaded of her is as nothing. */
export function seenMember(parts: Omit<SeenMember, 'subject'>): SeenMember {
  const { member } = parts;
  return { ...parts, subject: subjectOf(member) };
}

function checkNames(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  invariant(twice === undefined, `two parts of the lens are named ${twice}`);
}

function seenBy(facet: Facet, { member, program, subject, createdAt }: SeenMember): LensSeen<unknown> {
  return { view: openView(member, facet), program, subject, createdAt };
}

function tableOf({ facet, part }: Brought): readonly LensTable[] {
  if (part.kind !== 'table') return [];
  const { whole } = part;
  return [
    {
      part,
      needs: needsOf({ facet, part }),
      asksForHoldings: false,
      rows: (seen) => (whole === undefined ? [] : whole.rows(seenBy(facet, seen))),
    },
  ];
}

/** What the rhythm of conditions is read from. */
function rhythmNeeds(facet: Facet): readonly Need[] {
  return facet.world === undefined ? [] : stateOf(facet);
}

function stateOf({ keeps, name }: Facet): readonly Need[] {
  return keeps === 'apart' ? [{ by: 'state', facet: name }] : [];
}

function needsOf({ facet, part }: Brought): readonly Need[] {
  return [...stateOf(facet), ...(part.needs ?? []).map((kind): Need => ({ by: 'all', kind }))];
}

function distinct(needs: readonly Need[]): readonly Need[] {
  return needs.filter((need, index) => needs.findIndex((other) => isSame(need, other)) === index);
}

function isSame(a: Need, b: Need): boolean {
  if (a.by === 'state') return b.by === 'state' && a.facet === b.facet;
  return a.by === 'all' && b.by === 'all' && a.kind === b.kind;
}
