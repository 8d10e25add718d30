import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { SegmentClause } from '@perennial/contracts/staff';
import {
  boughtLinesOf,
  compareDone,
  explainSegment,
  lifecycleFacet,
  lifecycleRulesOf,
  openView,
  orderLineRows,
  orderRows,
  refundRows,
  subjectOf,
} from '@perennial/domain';
import type {
  Done,
  DoneFact,
  DoneLine,
  ExplainedSegment,
  FactPayload,
  FactValue,
  Member,
  SegmentPerson,
} from '@perennial/domain';
import { logKinds, logSegmentsOf } from '@perennial/engine';
import type { SegmentStore } from '@perennial/engine';
import { readFamilyFacts } from '@perennial/postgres/reading';
import type { FamilyFactRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import type { CallContext } from '../kernel/call-context.ts';
import type { MemberPlace } from '../kernel/member-place.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { readJson } from '../kernel/stored-json.ts';
import type { MemberReader } from '../lifecycle/member-reader.ts';
import { keyOf } from '../members/find-member.ts';
import type { FindMember } from '../members/find-member.ts';
import type { ResolveReference } from '../members/resolve-reference.ts';
import { maskText } from '../personal-data/mask-text.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { checkedSegment } from './meaning/check-segment.ts';
import { foundSegment } from './meaning/read-segments.ts';

export interface ExplainDependencies {
  readonly sql: Sql;
  readonly merges: SegmentStore;
  readonly world: ReadingWorld;
  readonly reader: MemberReader;
  readonly findMember: FindMember;
  readonly resolveReference: ResolveReference;
}

interface ExplainAsked {
  readonly memberId: string;
  readonly segmentId?: string | undefined;
  readonly condition?: FactValue | undefined;
}

/** Why a member is in a segment or is not. Throws `member.not_found`, `segment.not_found`, `segment.invalid`, `request.invalid`. */
export type ExplainSegment = (
  asked: Pick<CallContext, 'caller'>,
  request: ExplainAsked,
) => Promise<RouteAnswer<Routes['segments']['explain']>>;

/** By her own rows and facts in the log, never by what the lens holds of her. */
export function createExplainSegment(dependencies: ExplainDependencies): ExplainSegment {
  const { sql, world, findMember } = dependencies;
  return async ({ caller }, { memberId, segmentId, condition }) => {
    const value = segmentId === undefined ? condition : readJson((await foundSegment(sql, segmentId)).condition);
    if (value === undefined || (segmentId !== undefined && condition !== undefined))
      throw new ProblemError('request.invalid');
    const program = await world.program();
    const node = checkedSegment(program, { value, caller });
    const place = await findMember(memberId, caller);
    const at = world.now();
    const person = await loadPerson(dependencies, place, at);
    const explained = explainSegment(node, { person, at, world: program.world });
    return {
      memberId: place.memberId,
      isIn: explained.isTrue,
      until: explained.flipsAt,
      asOfAt: at,
      clause: toClause(explained, value),
    };
  };
}

const factsPerPage = 2_000;

async function loadPerson(
  { sql, merges, reader, world }: ExplainDependencies,
  place: MemberPlace,
  at: number,
): Promise<SegmentPerson> {
  const segments = await logSegmentsOf(merges, keyOf(place));
  const facts: DoneFact[] = [];
  for (let before = { at: Number.MAX_SAFE_INTEGER, tie: '' }; ;) {
    const page = await readFamilyFacts(sql, segments, { until: at, before, limit: factsPerPage });
    facts.push(...page.flatMap(toDone));
    const last = page.at(-1);
    if (last === undefined || page.length < factsPerPage) break;
    before = { at: last.occurred_at, tie: last.tie };
  }
  const { member } = await reader.judgeStages(place, at);
  const { purchaseCountsWhen } = lifecycleRulesOf(await world.program()).settings;
  return {
    memberId: place.memberId,
    subject: subjectOf(member),
    facts: facts.toSorted(compareDone),
    lines: linesOf(member, purchaseCountsWhen).filter((line) => line.at <= at),
  };
}

function linesOf(member: Member, countsWhen: 'placed' | 'paid'): readonly DoneLine[] {
  const view = openView(member, lifecycleFacet);
  const evidence = {
    orders: view.rows(orderRows).rows(),
    lines: view.rows(orderLineRows).rows(),
    refunds: view.rows(refundRows).rows(),
  };
  return boughtLinesOf(evidence, countsWhen).map((line) => ({ kind: 'line', ...line }));
}

/** Says where a fact of nobody stands that turned out to be hers: that fact itself is in her log too. */
const attached = 'fact.attached';

function toDone(row: FamilyFactRow): readonly DoneFact[] {
  if (row.kind !== logKinds.fact || row.type === attached) return [];
  return [
    {
      kind: 'fact',
      type: row.type,
      at: row.occurred_at,
      recordedAt: row.recorded_at,
      source: row.source,
      messageId: row.message_id,
      channel: row.channel,
      storeId: row.store_id,
      payload: readJson(row.payload) as FactPayload,
    },
  ];
}

const evidenceMax = 10;

/** With each rule as the condition has it. */
function toClause(explained: ExplainedSegment, value: FactValue): SegmentClause {
  const { node, isTrue, flipsAt, clauses, actual, evidence } = explained;
  if (node.kind === 'group') {
    const rules = (value as { readonly rules: readonly FactValue[] }).rules;
    return {
      isTrue,
      flipsAt,
      combinator: node.combinator,
      isNegated: node.isNegated,
      clauses: clauses.map((inner, index) => toClause(inner, rules[index] ?? null)),
    };
  }
  const newest = evidence.slice(-evidenceMax).toReversed();
  return {
    isTrue,
    flipsAt,
    rule: value,
    actual: typeof actual === 'string' ? maskText(actual) : actual,
    ...(node.kind === 'behaviour' ? { evidence: newest.map((done) => ({ at: done.at, text: textOf(done) })) } : {}),
  };
}

function textOf(done: Done): string {
  return done.kind === 'fact' ? done.type : `${done.orderId} ${done.productId}`;
}
