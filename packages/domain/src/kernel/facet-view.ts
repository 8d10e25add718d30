import { announce } from './events.ts';
import type { DerivedFact, EffectRequest } from './steps/cause.ts';
import type { ExportedRows, Facet, Member, MemberView, Use } from './facet.ts';
import { invariant } from './base/invariant.ts';
import type { Take } from './rows/needs.ts';
import type { AnyRowKind, RowKind, RowShape } from './rows/row-kind.ts';
import { RowSet } from './rows/row-set.ts';

/** One facet's view of one member: its state and rows, made on first use. */
export class FacetView<State> implements MemberView<State> {
  readonly member: Member;
  readonly facet: Facet<State>;
  readonly sets: (RowSet | undefined)[] = [];
  isStateKnown: boolean;
  isStateChanged = false;
  state: State;

  /** `bytes` of its state where they are at hand. */
  constructor(member: Member, facet: Facet<State>, bytes: Uint8Array | null = null) {
    this.member = member;
    this.facet = facet;
    this.isStateKnown = bytes !== null || member.isNew || facet.keeps === null;
    this.state = bytes === null ? facet.codec.create() : facet.codec.decode(bytes);
  }

  supplyState(bytes: Uint8Array | null): void {
    if (this.isStateKnown) return;
    if (bytes !== null) this.state = this.facet.codec.decode(bytes);
    this.isStateKnown = true;
  }

  noteChange(): void {
    this.isStateChanged = true;
  }

  rows<Row extends RowShape>(kind: RowKind<Row>): RowSet<Row> {
    const known = this.sets[kind.index];
    // Each place holds the rows of the kind that has its number.
    if (known !== undefined) return known as unknown as RowSet<Row>;
    const set = new RowSet(kind, this.member.isNew);
    this.sets[kind.index] = set as unknown as RowSet;
    return set;
  }

  setOf(kind: AnyRowKind): RowSet {
    const known = this.sets[kind.index];
    if (known !== undefined) return known;
    const set = new RowSet(kind, this.member.isNew);
    this.sets[kind.index] = set;
    return set;
  }

  foreign<Row extends RowShape>(exported: ExportedRows<Row>): RowSet<Row> {
    const { facets } = this.member;
    invariant(
      this.facet.reads.some((read) => read.kind === exported.kind),
      `${this.facet.name} reads ${exported.kind.table} without declaring it`,
    );
    return openView(this.member, facets.named(exported.facet)).rows(exported.kind);
  }

  spend(take: Take, use: Use): number {
    const { resource, asked } = take;
    const granted = this.member.granted?.get(resource) ?? 0;
    const n = this.member.run === null ? 1 : (this.member.run.effects += 1);
    this.member.inputs.push({ cause: causeOf(use, this.facet.name, n), resource, asked, granted });
    this.member.granted?.delete(resource);
    return granted;
  }

  giveBack(resource: string, units: number, use: Use): void {
    invariant(Number.isSafeInteger(units) && units > 0, `${units} of ${resource} cannot be given back`);
    const n = this.member.run === null ? 1 : (this.member.run.effects += 1);
    this.member.inputs.push({ cause: causeOf(use, this.facet.name, n), resource, asked: -units, granted: -units });
  }

  tell(fact: Pick<DerivedFact, 'type' | 'occurredAt' | 'payload'>, use: Use): DerivedFact {
    const n = this.member.run === null ? 1 : (this.member.run.effects += 1);
    const derived: DerivedFact = {
      type: fact.type,
      occurredAt: fact.occurredAt,
      recordedAt: use.recordedAt,
      cause: causeOf(use, this.facet.name, n),
      programVersion: use.program.version,
      payload: fact.payload,
    };
    const { member } = this;
    member.derived.push(derived);
    if (!use.isSilent && !member.isTrial && member.facets.events.has(derived.type)) announce(member, derived);
    return derived;
  }

  request(effect: Pick<EffectRequest, 'type' | 'payload'>, use: Use): void {
    if (use.isSilent || this.member.isTrial) return;
    const n = this.member.run === null ? 1 : (this.member.run.effects += 1);
    this.member.requests.push({
      type: effect.type,
      occurredAt: use.recordedAt,
      recordedAt: use.recordedAt,
      cause: causeOf(use, this.facet.name, n),
      payload: effect.payload,
    });
  }

  clearChanges(): void {
    this.isStateChanged = false;
    for (const set of this.sets) set?.clearChanges();
  }
}
function causeOf(use: Use, facet: string, n: number) {
  return { kind: use.causeKind, position: use.position, at: use.recordedAt, facet, n, parent: use.parent };
}

/** What a facet keeps of the member, opened when it is first asked for. */
export function openView<State>(member: Member, facet: Facet<State>): MemberView<State> {
  const known = member.views[facet.index];
  // The one place where a view gets its type back: each number holds the view of its own facet.
  if (known !== undefined) return known as MemberView<State>;
  const view = new FacetView<State>(member, facet);
  member.views[facet.index] = view;
  return view;
}
