import type { StepsWanted } from './as-of.ts';
import type { Asks, Budget, CommandSignature, Decision, PairDecision, Rejection } from './command.ts';
import type { CauseKind, DerivedFact, EffectRequest, EventKind, StepInput } from './steps/cause.ts';
import type { DocumentKind } from './document-kind.ts';
import type { ProgramDocuments } from './documents/document.ts';
import type { ProblemList } from './documents/document-problem.ts';
import type { DayTable } from './base/day-table.ts';
import type { FieldDefinition, FieldFamily } from './fields/field.ts';
import type { LensPart } from './lens.ts';
import type { Outcomes } from './outcomes.ts';
import type { Hints, Missing, Take } from './rows/needs.ts';
import type { FactPayload } from './base/payload.ts';
import type { StateCodec } from './base/state-codec.ts';
import type { AnyRowKind, RowKind, RowShape } from './rows/row-kind.ts';
import type { RowSet } from './rows/row-set.ts';
import type {
  AbsorbStep,
  DecisionStep,
  EraseStep,
  FactStep,
  LoggedStep,
  MemberId,
  MergeStep,
  SplitStep,
} from './steps/steps.ts';
import type { ConditionSubject } from './fields/subject.ts';
import type { ConditionWorld, FieldCatalogue } from './fields/world.ts';

export type MemberStatus = 'live' | 'absorbed' | 'erased';

/**
 * One member while a batch is folded: her header, what each facet keeps of her, and what changed. It is the only mutable
 * thing in the domain; the loop creates it, folds into it, writes its changes and drops it.
 */
export interface Member {
  readonly id: MemberId;
  readonly shard: number;
  readonly facets: Facets;
  /** Last step applied; a step applies only if its position is greater (invariant E4). */
  position: number;
  /** Greatest instant applied, epoch milliseconds; moves only forward. */
  clockAt: number;
  /** Program version the state was folded under; 0 before the first. */
  programVersion: number;
  status: MemberStatus;
  /** Next instant at which time alone changes something in any facet, or null. */
  wakeAt: number | null;
  /** The same by the facet's number; `notByTime` where nothing is due. */
  readonly dueAt: number[];
  /** Nothing of the member is stored: everything that there is to load is loaded. */
  readonly isNew: boolean;
  /** Nothing of her will ever be stored: what is kept to be checked or told later, such as digests and events, need not be made. */
  readonly isTrial: boolean;
  /** By the facet's number; made when a facet first looks at her. */
  readonly views: (MemberView | undefined)[];
  readonly derived: DerivedFact[];
  readonly requests: EffectRequest[];
  readonly inputs: StepInput[];
  /** Shares of resources taken for the step under way, until the step uses them. */
  granted: Map<string, number> | null;
  /** What her own facts and decisions amount to, folded from nothing, when it was asked for. */
  own: Member | null;
  /** The cause under way: where it stopped for what is missing. */
  run: Run | null;
}

/** A facet's view of a member, as the loop sees it: to load into, and to write from. */
export interface MemberView<State = unknown> extends View<State> {
  readonly facet: Facet;
  readonly isStateKnown: boolean;
  readonly isStateChanged: boolean;
  /** Row sets that were looked at, by the row kind's place among those of the facet. */
  readonly sets: readonly (RowSet | undefined)[];
  /** The rows of a kind, whatever it is. */
  setOf(kind: AnyRowKind): RowSet;
  supplyState(bytes: Uint8Array | null): void;
  clearChanges(): void;
}

/**
 * A cause on its way through the facets. It stops where something is missing and goes on from there; a member keeps one and
 * uses it again, because there is one for every fact.
 */
export interface Run extends Use {
  /** False when it is through, and another one may set out. */
  isUnderWay: boolean;
  /** The logged step that it is; null for wakes and versions. */
  step: LoggedStep | null;
  /** Who hears it, or the derived fact that follows from it. */
  heard: readonly Heard[];
  cause: unknown;
  /** For causes that are another one for each facet; null: `cause` is the same for all. */
  causeOf: ((heard: Heard) => unknown) | null;
  /** Of `heard`, the next one. */
  next: number;
  program: CompiledProgram;
  causeKind: CauseKind;
  position: number;
  recordedAt: number;
  until: number;
  actsFrom: number;
  isSilent: boolean;
  parent: number;
  /** Of the member's derived facts, the first of this run, and the next that has not been heard. */
  derivedFrom: number;
  derivedNext: number;
  /** Effects of the run so far. */
  effects: number;
}

/** What a facet sees of the member, and the only thing that it may change of her. */
export interface View<State> {
  readonly member: Member;
  state: State;
  /** Says that the state is to be written. */
  noteChange(): void;
  rows<Row extends RowShape>(kind: RowKind<Row>): RowSet<Row>;
  /** Rows that another facet exports; declared in `reads`. */
  foreign<Row extends RowShape>(exported: ExportedRows<Row>): RowSet<Row>;
  /** What was granted of a take, which the step records and uses up; 0 when nothing was. */
  spend(take: Take, use: Use): number;
  /** Gives back what was granted once, by whichever step: others may take it when this step is written. */
  giveBack(resource: string, units: number, use: Use): void;
  /** A derived fact: passes all facets in this step, and is told to the lens. */
  tell(
    fact: { readonly type: string; readonly occurredAt: number; readonly payload: FactPayload },
    use: Use,
  ): DerivedFact;
  /** Something to be done outside. */
  request(effect: Pick<EffectRequest, 'type' | 'payload'>, use: Use): void;
}

/** Rows of one facet that others may read. */
export interface ExportedRows<Row extends RowShape = RowShape> {
  readonly facet: string;
  readonly kind: RowKind<Row>;
}

/** The cause under way and what it means: the same for every facet that hears it. */
export interface Use<Cause = unknown> {
  readonly cause: Cause;
  readonly program: CompiledProgram;
  readonly causeKind: CauseKind;
  /** Position of the step; 0 for wakes and versions. */
  readonly position: number;
  /** Instant of the cause, and under which its effects are recorded. */
  readonly recordedAt: number;
  /** The member's clock when the step is over. */
  readonly until: number;
  /** Transitions from this instant on are acted on; `notByTime` for backfill and whatever judges the past anew. */
  readonly actsFrom: number;
  /** Backfill, repair and refold ask for nothing to be done outside. */
  readonly isSilent: boolean;
  /** Number of the derived fact that is being heard, 0 for the step itself. */
  readonly parent: number;
}

/**
 * How a facet answers a kind of cause. `plan` is asked at the cause's turn, reads, and gives all that `apply` will do, or what
 * is missing; `apply` follows its plan at once, no step between, and computes nothing again.
 */
export interface Handler<State, Cause, Plan> {
  /** Types of facts that it hears, for `fact` and `derived`; undefined: all of them. */
  readonly types?: readonly string[];
  /** A quick no, without allocating. */
  concerns?(state: State, cause: Cause): boolean;
  /** Rows from the cause alone, for a whole batch; may be too little. */
  hint?(cause: Cause, hints: Hints): void;
  plan(view: View<State>, use: Use<Cause>): Plan | Missing;
  apply(view: View<State>, plan: Plan, use: Use<Cause>): void;
}

/** A decision's part for one facet. */
export interface DecisionCause {
  readonly step: DecisionStep;
  readonly part: FactPayload;
}
export interface WakeCause {
  readonly at: number;
}
export interface VersionCause {
  readonly from: CompiledProgram;
  readonly to: CompiledProgram;
}
/** Of the survivor: what the absorbed member is, brought to date up to her tombstone. */
export interface MergeCause<State> {
  readonly step: MergeStep;
  readonly absorbed: View<State>;
}
/** A member folded anew from her own facts and decisions, which takes the place of what she was. */
export interface RefoldCause<State> {
  readonly step: SplitStep | null;
  readonly own: View<State>;
}

/** By what a facet is asked; a kind that it has no handler for passes it by. */
export interface Handlers<State> {
  readonly fact?: readonly Handler<State, FactStep, unknown>[];
  readonly derived?: readonly Handler<State, DerivedFact, unknown>[];
  readonly decision?: Handler<State, DecisionCause, unknown>;
  readonly wake?: Handler<State, WakeCause, unknown>;
  readonly version?: Handler<State, VersionCause, unknown>;
  readonly merge?: Handler<State, MergeCause<State>, unknown>;
  readonly absorb?: Handler<State, AbsorbStep, unknown>;
  /** A merge taken back, or a version under which facts are read otherwise. */
  readonly refold?: Handler<State, RefoldCause<State>, unknown>;
  readonly erase?: Handler<State, EraseStep, unknown>;
}

/** What a facet is given to declare its fields: its documents, which need not be sound yet. */
export interface DeclareUse {
  readonly documents: ProgramDocuments;
}

export interface ParseUse {
  readonly documents: ProgramDocuments;
  readonly catalogue: FieldCatalogue;
  /** Where problems of the document at a path are told. */
  readonly problemsOf: (path: string) => ProblemList;
}

export interface CompileUse {
  readonly world: ConditionWorld;
}

/** What a command sees: the member brought to date, through each facet's own view; it changes nothing. */
export interface CommandUse<State = unknown> {
  /** Of the facet whose command it is. */
  readonly own: View<State>;
  /** Of another; a state that is kept apart is loaded when it is looked at, and the command asked once more. */
  readonly view: <Other>(facet: Facet<Other>) => View<Other>;
  readonly use: Use;
}

/**
 * Something done to a member by a caller. `decide` looks and says what it needs from outside; `conclude` turns what was granted
 * into one part for each facet, all of which apply or none. Both are pure, and both are run again when she changed meanwhile.
 * What a decision was granted stands in its parts and is recorded by the loop: the facets that apply it take nothing more for it.
 */
export interface Command<Input = unknown, State = unknown> extends CommandSignature<Input> {
  /** The answer names something of hers, which goes when she is erased. */
  readonly namesPersonal?: boolean;
  decide(use: CommandUse<State>, input: Input): Asks | Rejection | Missing;
  conclude(use: CommandUse<State>, input: Input, granted: ReadonlyMap<string, number>): Decision | Rejection;
}

/** What a command over two members sees: the one who is named first as any command sees its member, and the other beside her. */
export interface PairCommandUse<State = unknown> extends CommandUse<State> {
  readonly other: CommandUse<State>;
}

/**
 * Something done to two members at once, such as what one gives the other: all parts of both apply or none. What is missing of the other
 * is said by `missingOfOther`. What it takes from outside is taken and recorded for the one who is named first.
 */
export interface PairCommand<Input = unknown, State = unknown> extends CommandSignature<Input> {
  decide(both: PairCommandUse<State>, input: Input): Asks | Rejection | Missing;
  conclude(both: PairCommandUse<State>, input: Input, granted: ReadonlyMap<string, number>): PairDecision | Rejection;
}

/** What a facet's part of the lens is read from. */
export interface LensSeen<State> {
  readonly view: View<State>;
  /** The version that she was folded under; null before the first. */
  readonly program: CompiledProgram | null;
  readonly subject: ConditionSubject;
  readonly createdAt: number;
}

/**
 * A capability's part of the fold: pure, with rows, state, documents, fields and rules of its own. It reads only what
 * others export; nobody but the dispatcher knows it.
 */
export interface Facet<State = unknown, Parsed = unknown, Rules = unknown> {
  readonly name: string;
  /** Its number, for good: the place of its view, its rules and its part of a subject. */
  readonly index: number;
  /** Raised by a release that changes what the facet computes. */
  readonly revision: number;
  /** The order in which a fact passes the facets, with gaps. */
  readonly stepRank: number;
  /** The order in which what is due at one instant fires, with gaps. */
  readonly dueRank: number;
  /** `row`: in the member's own row, of one facet only; `apart`: loaded when it is heard; null: it has no state. */
  readonly keeps: 'row' | 'apart' | null;
  readonly codec: StateCodec<State>;
  readonly rowKinds: readonly AnyRowKind[];
  readonly documents: readonly DocumentKind[];
  readonly exports: readonly ExportedRows[];
  readonly reads: readonly ExportedRows[];
  fields(use: DeclareUse): readonly FieldDefinition[];
  /** Fields whose names are given elsewhere, such as `attribute.<name>`. */
  readonly families?: readonly FieldFamily[];
  /** What conditions may read of a member. */
  subject(view: View<State>): unknown;
  /** Reads its documents and tells every problem; null when there was one. */
  parse(use: ParseUse): Parsed | null;
  /** Tells of sound documents what is probably not meant. */
  warn?(parsed: Parsed, use: Pick<ParseUse, 'problemsOf' | 'documents'>): void;
  /** What it brings to the world that conditions are compiled against. */
  world?(parsed: Parsed, days: DayTable): Partial<ConditionWorld>;
  compile(parsed: Parsed, use: CompileUse): Rules;
  /** Equal for rules under which every member folds to the same. */
  foldKey(rules: Rules): string;
  /** Equal for rules under which facts are read alike. */
  evidenceKey?(rules: Rules): string;
  /** Steps that its rows cannot stand for at an instant in the past; all of its rows are loaded. */
  stepsWanted?(view: View<State>, asOfAt: number): StepsWanted | null;
  /** Equal for rules under which a member's state is the same, however it is judged: then a preview needs no rows. */
  stateKey?(rules: Rules): string;
  /** Where a member stands at an instant, by the id of a document: what a preview counts moves of. Null: she stands nowhere, ever. */
  standings?(view: View<State>, rules: Rules, at: number): ReadonlyMap<string, string> | null;
  /** The rows that `pastStandings` is read from. */
  readonly evidence?: readonly AnyRowKind[];
  /** The same at ascending instants of the past, as it would be known now under these rules; its evidence is loaded. */
  pastStandings?(
    view: View<State>,
    rules: Rules,
    instants: readonly number[],
  ): readonly ReadonlyMap<string, string>[] | null;
  /** What a rehearsal of a program compares of members. */
  readonly outcomes?: Outcomes<View<State>, Rules>;
  handlers(rules: Rules): Handlers<State>;
  /** Resources of which the program says how much there is: filled in when it is published. Others are filled by whoever sells them. */
  budgets?(rules: Rules): readonly Budget[];
  /** Derived facts of its own that systems of the brand may be told of. */
  readonly events?: readonly EventKind[];
  /** What callers may have done to a member. */
  readonly commands?: readonly Command<unknown, State>[];
  /** The same of two members at once. */
  readonly pairCommands?: readonly PairCommand<unknown, State>[];
  /** What stays of its part of a decision about who is erased: only what the program says is not personal. Absent: all of it. */
  forget?(part: FactPayload, keptAttributes: ReadonlySet<string>): FactPayload;
  /** When time alone changes something next; `notByTime` when it does not. */
  dueAt(state: State): number;
  /** What the lens has of it. */
  readonly lens?: readonly LensPart<LensSeen<State>>[];
}

/** The registered facets. */
export interface Facets {
  /** In the order of `stepRank`. */
  readonly list: readonly Facet[];
  /** One more than the greatest number of a facet. */
  readonly size: number;
  /** The facet whose state stands in the member's row. */
  readonly inRow: Facet | null;
  readonly named: (name: string) => Facet;
  readonly rowKinds: readonly { readonly facet: Facet; readonly kind: AnyRowKind }[];
  readonly ownerOf: (kind: AnyRowKind) => Facet;
  /** All that systems of the brand may be told of, by type. */
  readonly events: ReadonlyMap<string, EventKind>;
  /** By name, with the facet whose it is. */
  readonly commands: ReadonlyMap<string, { readonly facet: Facet; readonly command: Command }>;
  readonly pairCommands: ReadonlyMap<string, { readonly facet: Facet; readonly command: PairCommand }>;
}

/** A published version, ready to be folded under. */
export interface CompiledProgram {
  readonly version: number;
  /** Epoch millisecond from which on members pass it. */
  readonly effectiveAt: number;
  readonly catalogue: FieldCatalogue;
  readonly world: ConditionWorld;
  /** What each facet made of its documents, by the facet's number. */
  readonly rules: readonly unknown[];
  /** By the facet's number: equal for versions under which it folds every member to the same. */
  readonly foldKeys: readonly (string | undefined)[];
  /** By the facet's number: equal for versions under which it reads facts alike; differing, members are folded anew. */
  readonly evidenceKeys: readonly (string | undefined)[];
  /** All keys together. */
  readonly foldKey: string;
  readonly dispatch: Dispatch;
  /** Of a text as UTF-8, in lower-case hexadecimal digits: the platform's own where whoever compiles has one. */
  readonly sha256: (text: string) => string;
}

/** A handler with the facet that it belongs to. */
export interface Heard {
  readonly facet: Facet;
  readonly handler: Handler<unknown, unknown, unknown>;
}

/** Who hears what, compiled per program version. */
export interface Dispatch {
  /** Facts by type, in the order of `stepRank`; types that nobody names: `otherFacts`. */
  readonly facts: ReadonlyMap<string, readonly Heard[]>;
  readonly otherFacts: readonly Heard[];
  readonly derived: ReadonlyMap<string, readonly Heard[]>;
  readonly otherDerived: readonly Heard[];
  /** By the facet's number. */
  readonly ofFacet: readonly (Handlers<unknown> | undefined)[];
}
