import { behavioursOf, bucketsCount, spanOf, testBehaviour } from '@perennial/domain';
import type { BehaviourClause, BucketClause, ConditionWorld, SegmentNode } from '@perennial/domain';
import type { LensParams } from '../client/lens-query.ts';
import { createBinder } from '../conditions/binder.ts';
import type { Binder } from '../conditions/binder.ts';
import { conditionSql } from '../conditions/condition-sql.ts';
import { isSharedCard } from '../facets/index.ts';
import { knownParams, rowsAsKnown } from '../earlier/as-known.ts';
import type { AsKnown } from '../earlier/as-known.ts';
import { boughtLines } from '../log/bought-lines.ts';
import { byOwner } from '../log/owned-facts.ts';
import { isStanding } from '../log/standing-facts.ts';
import { behaviourSql } from './behaviour-sql.ts';
import type { BehaviourSourceSql } from './behaviour-sql.ts';

/** A segment as it is asked of the lens. */
export interface AskedSegment extends AsKnown {
  readonly node: SegmentNode;
  /** The instant that its windows end at, epoch milliseconds. */
  readonly at: number;
  readonly world: ConditionWorld;
}

export interface SegmentSql {
  /** A subquery in parentheses: `shard` and `member_id` of those who are in. */
  readonly sql: string;
  readonly params: LensParams;
}

/**
 * Who is in a segment: one pass over the facts and one over the bought lines that any of its behaviours asks about, one row a member, joined to
 * the members. `binder`: of the query that it stands in. It says what `compileSegment` of the domain says of each of them. Shared cards are in no segment, nor is who was erased or taken in.
 */
export function segmentSql(asked: AskedSegment, binder: Binder = createBinder()): SegmentSql {
  const { node, at, world } = asked;
  const days = world.days;
  const source: BehaviourSourceSql = { binder, at, days, zone: days.zone, placesOf };
  const clauses = behavioursOf(node);
  const facts = clauses.filter(({ behaviour }) => behaviour.source.kind === 'fact');
  const lines = clauses.filter(({ behaviour }) => behaviour.source.kind === 'bought');
  const verdicts = new Map(clauses.map((clause, index) => [clause, `did_${index}`]));
  const joins = [
    passSql('facts', doneFacts(facts, source), { clauses: facts, verdicts, source }),
    passSql('lines', boughtLines(source), { clauses: lines, verdicts, source }),
  ];
  const holds = nodeSql(node, { source, world, verdicts });
  const sql = `(
  select m.shard as shard, m.member_id as member_id
    from (select * from ${rowsAsKnown('member', asked)}) m${joins.join('')}
   where status = 'live' and not (${isSharedCard}) and ${holds})`;
  return { sql, params: { ...knownParams(asked), ...binder.params } };
}

function placesOf(table: string, column: string): string {
  return `(select member_id as who, ${column}.2 as place from ${table} final)`;
}

interface Pass {
  readonly clauses: readonly BehaviourClause[];
  readonly verdicts: ReadonlyMap<BehaviourClause, string>;
  readonly source: BehaviourSourceSql;
}

/** What each member did, as one row of verdicts; nothing where no behaviour asks. */
function passSql(name: string, rows: string, { clauses, verdicts, source }: Pass): string {
  if (clauses.length === 0) return '';
  const columns = clauses.map((clause) => `${behaviourSql(clause, source)} as ${verdicts.get(clause) ?? ''}`);
  return `
    left join (select who, 1 as has_${name}, ${columns.join(', ')} from ${rows} group by who) ${name} on ${name}.who = m.member_id`;
}

/** Facts of the types that are asked about, by whose they are now; none from before all windows, none from later than the instant. */
function doneFacts(clauses: readonly BehaviourClause[], source: BehaviourSourceSql): string {
  if (clauses.length === 0) return '';
  const { binder } = source;
  const types = new Set(clauses.flatMap(typesOf));
  const from = Math.min(...clauses.map((clause) => earliestOf(clause, source)));
  const columns = 'type, done_at, recorded_at, source, message_id, channel, store_id, payload';
  const rows = `(
        select shard, position, member_id, type, occurred_at as done_at, recorded_at, source, message_id, channel, store_id, payload
          from fact
         where type in (${[...types].map((type) => binder.bind('String', type)).join(', ')})
           and occurred_at >= ${binder.bind('Int64', from)} and occurred_at <= ${binder.bind('Int64', source.at)}
           and member_id is not null and ${isStanding})`;
  return byOwner(rows, columns);
}

function typesOf({ behaviour, test }: BehaviourClause): readonly string[] {
  const sources = [behaviour.source, ...('by' in test ? [test.by.source] : [])];
  return sources.flatMap((one) => (one.kind === 'fact' ? [one.type] : []));
}

/** Before it nothing is asked of a behaviour. Who follows stands behind the first, so the first one's window is enough. */
function earliestOf({ behaviour, test }: BehaviourClause, source: BehaviourSourceSql): number {
  if (test.measure === 'rhythm' && test.is !== 'again') {
    const dayMs = 86_400_000;
    const periods = test.is === 'regular' ? test.times : test.times + test.quiet;
    return source.at - periods * test.everyDays * dayMs;
  }
  return spanOf(behaviour.window, source).from;
}

interface Verdicts {
  readonly source: BehaviourSourceSql;
  readonly world: ConditionWorld;
  readonly verdicts: ReadonlyMap<BehaviourClause, string>;
}

function nodeSql(node: SegmentNode, asked: Verdicts): string {
  switch (node.kind) {
    case 'group': {
      const joined = `(${node.nodes.map((inner) => nodeSql(inner, asked)).join(node.combinator === 'and' ? ' and ' : ' or ')})`;
      return node.isNegated ? `not ${joined}` : joined;
    }
    case 'member':
      return conditionSql(node.rule, asked.source);
    case 'behaviour':
      return verdictSql(node, asked);
    case 'bucket':
      return bucketSql(node, asked.source);
  }
}

/** Who did nothing at all of it has no row: the other interpreter says what is said of her. */
function verdictSql(clause: BehaviourClause, { source, world, verdicts }: Verdicts): string {
  const nobody = { memberId: '', subject: { parts: [] }, facts: [], lines: [] };
  const otherwise = testBehaviour(clause, world)(nobody, source.at) ? 'true' : 'false';
  const has = clause.behaviour.source.kind === 'fact' ? 'has_facts' : 'has_lines';
  return `if(${has} = 1, ${verdicts.get(clause) ?? ''}, ${otherwise})`;
}

function bucketSql({ salt, from, to }: BucketClause, { binder }: BehaviourSourceSql): string {
  const digest = `SHA256(concat(${binder.bind('String', `${salt} `)}, toString(member_id)))`;
  const place = `reinterpretAsUInt32(reverse(substring(${digest}, 1, 4))) % ${bucketsCount}`;
  return `(${place} >= ${from} and ${place} < ${to})`;
}
