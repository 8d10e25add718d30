import {
  Missing,
  type Asks,
  type Facet,
  type Member,
  type PairCommand,
  type PairCommandUse,
  type PairDecision,
  type Rejection,
  type Take,
} from '@perennial/domain';
import { earliestWake } from '../../fold/fold-batch.ts';
import { supply } from '../../fold/supply.ts';
import type { MemberPlace } from '../../log/log-rows.ts';
import type { LiftedSecret } from '../../privacy/lift-personal.ts';
import { familyOf, type Brought } from '../deciding/bring-to-date.ts';
import { bringPairToDate, obstacleOf } from './bring-pair-to-date.ts';
import type { CommandTransaction } from '../deciding/command-store.ts';
import type { DecideOptions } from '../deciding/decide-members.ts';
import { lookAt } from '../deciding/decide.ts';
import {
  applyDecisions,
  decisionIdOf,
  grow,
  lockHeadsOf,
  rowOf,
  type DecisionToLog,
} from '../deciding/decision-step.ts';
import { keepSecrets } from '../deciding/keep-secrets.ts';
import { rejected, type Verdict } from '../deciding/outcome.ts';
import type { Growth, Overtaking, PairAct } from '../deciding/queued-command.ts';
import { giveBackUnwritten, returnedSoFar, takeWanted, type Shares } from '../deciding/shares.ts';

/** A command of a facet over two members, as it was asked for. */
export interface PairAsked {
  readonly facet: Facet;
  readonly command: PairCommand;
  readonly input: unknown;
  /** Who decides, as people read it. */
  readonly by: string;
  /** Personal values of the input, which holds references to them: kept with the member who is named first. */
  readonly secrets: readonly LiftedSecret[];
  readonly own: MemberPlace;
  readonly other: MemberPlace;
}

/**
 * Has two members decided about at once: both are locked, brought to date, and get a decision each under one id, or neither.
 *
 * 1. What holds for a command on one member holds here: nothing came between, no resource is locked under a head, what is not logged
 *    leaves nothing taken.
 * 2. Both are locked in the order of everybody, whichever is named first, so that two commands the opposite way wait for each other in
 *    no circle.
 * 3. Of two who turn out to be one nothing is decided.
 */
export function createPairDecision(asked: PairAsked, options: DecideOptions): PairAct {
  // What an attempt has found out, for the next one.
  let foresight: Foresight = [nothingForeseen, nothingForeseen];
  return {
    kind: 'pair',
    places: [asked.own, asked.other],
    async carryOut(transaction, growth) {
      const outcome = await decideBoth({ transaction, asked, options, foresight }, growth);
      if (typeof outcome === 'string' || !('foresight' in outcome)) return outcome;
      ({ foresight } = outcome);
      return 'overtaken';
    },
  };
}

/** What the steps of one of the two were seen to take and to give back. */
interface Foreseen {
  readonly foreseen: readonly Take[];
  readonly returning: readonly string[];
}
type Foresight = readonly [own: Foreseen, other: Foreseen];

const nothingForeseen: Foreseen = { foreseen: [], returning: [] };

interface Attempt {
  readonly transaction: CommandTransaction;
  readonly asked: PairAsked;
  readonly options: DecideOptions;
  readonly foresight: Foresight;
}

type Outcome = Verdict | 'overtaken' | { readonly foresight: Foresight };

async function decideBoth(attempt: Attempt, growth: Growth): Promise<Outcome> {
  const { transaction, asked, options } = attempt;
  const own = await transaction.currentPlace(asked.own);
  const other = await transaction.currentPlace(asked.other);
  if (own.id === other.id) return rejected('command.same_member');
  const brought = await bringPairToDate(transaction, [own, other], options.programs);
  const members = [own, other].map(({ id }) => brought.lists.get(id)?.member);
  const [one, two] = members;
  const obstacle = obstacleOf([own, other], brought);
  if (obstacle !== null || one === undefined || two === undefined) {
    await giveBackUnwritten(transaction, brought.lists, new Set());
    return obstacle ?? 'overtaken';
  }
  const concluded = await conclude(attempt, { own: one, other: two, brought });
  if (concluded.kind !== 'concluded') {
    await giveBackUnwritten(transaction, brought.lists, new Set());
    return concluded;
  }
  return log(attempt, { ...concluded, own: one, other: two, brought }, growth);
}

/** The two members of a pair, brought to date. */
interface Both {
  readonly own: Member;
  readonly other: Member;
  readonly brought: Brought;
}

interface Concluded {
  readonly kind: 'concluded';
  readonly decision: PairDecision;
  readonly shares: readonly [own: Shares, other: Shares];
}

/** Decides, takes and concludes. What comes to nothing that is logged has its verdict, and has given back what it took. */
async function conclude(attempt: Attempt, both: Both): Promise<Concluded | Verdict> {
  const { transaction, asked } = attempt;
  const { command, input } = asked;
  const asks = await askBoth<Asks | Rejection>(attempt, both, (seen) => command.decide(seen, input));
  if (asks.kind === 'rejection') return rejected(asks.code, asks.facts);
  const shares = await takeForBoth(attempt, both, asks.takes);
  const granted = new Map(shares[0].own.map((share) => [share.resource, share.granted]));
  const result = await askBoth<PairDecision | Rejection>(attempt, both, (seen) =>
    command.conclude(seen, input, granted),
  );
  if (result.kind === 'pair decision' && hasParts(result)) return { kind: 'concluded', decision: result, shares };
  const taken = shares.flatMap(({ own, foreseen }) => [...own, ...foreseen]).filter(({ granted: units }) => units > 0);
  if (taken.length > 0) await transaction.giveBack(taken);
  if (result.kind === 'rejection') return rejected(result.code, result.facts);
  return { kind: 'done', memberId: both.own.id, decisionId: null, answer: result.answer };
}

function hasParts({ parts, otherParts }: PairDecision): boolean {
  return Object.keys(parts).length + Object.keys(otherParts).length > 0;
}

/** Each round loads what the one before asked for. */
const roundsMax = 64;

async function askBoth<Result>(
  { transaction, asked }: Attempt,
  { own, other, brought: { at, context } }: Both,
  ask: (both: PairCommandUse) => Result | Missing,
): Promise<Result> {
  const use = { at, context };
  for (let round = 0; round <= roundsMax; round += 1) {
    const [first, second] = [lookAt(asked.facet, own, use), lookAt(asked.facet, other, use)];
    const result = ask({ ...first.seen, other: second.seen });
    const isLacking = first.missing.length + second.missing.length > 0;
    if (!isLacking && !(result instanceof Missing)) return result;
    const { needs, ofOther } = result instanceof Missing ? result : nothingMissing;
    const missing = new Missing([...first.missing, ...needs], [], [...second.missing, ...ofOther]);
    await supply([{ member: own, missing, absorbed: other }], { reads: transaction, context, take: async () => [] });
  }
  throw new Error(`${asked.command.name} asks again and again`);
}

const nothingMissing = new Missing([]);

async function takeForBoth(
  { transaction, foresight }: Attempt,
  { own, other, brought }: Both,
  takes: readonly Take[],
): Promise<Concluded['shares']> {
  const [first, second] = await takeWanted(transaction, [
    { shard: own.shard, takes, ...foresight[0] },
    { shard: other.shard, takes: [], ...foresight[1] },
    ...returnedSoFar(brought.lists),
  ]);
  if (first === undefined || second === undefined) throw new Error('shares of two were asked for');
  return [first, second];
}

/** Logs both decisions under the heads, and writes who they are about. */
async function log(
  { transaction, asked, options, foresight }: Attempt,
  { own, other, brought, decision, shares }: Both & Concluded,
  growth: Growth,
): Promise<Outcome> {
  const written = new Set([own, other].flatMap((member) => familyOf(member, brought)));
  await giveBackUnwritten(transaction, brought.lists, written);
  if (!(await keepSecrets(transaction, [{ member: own, secrets: asked.secrets }], { ...options, at: brought.at })))
    return 'overtaken';
  const said = { command: asked.command.name, by: asked.by };
  const both: readonly DecisionToLog[] = [
    { ...said, member: own, shares: shares[0], parts: decision.parts },
    { ...said, member: other, shares: shares[1], parts: decision.otherParts },
  ];
  const locked = await lockHeadsOf(transaction, both, brought);
  if (locked.overtaken.length > 0) return 'overtaken';
  const heads = new Map(locked.heads);
  const places = both.map(({ member }) => grow(heads, member));
  const [first] = places;
  if (first === undefined) throw new Error('a decision about two has two places');
  const decisionId = decisionIdOf(first);
  const placed = both.map((toLog, n) => ({ toLog, place: { head: places[n] ?? first, decisionId } }));
  const unforeseen = await applyDecisions(transaction, placed, brought.context);
  growth.rows.push(...placed.map(rowOf));
  if (unforeseen.some((one) => one !== null)) return { foresight: learn(foresight, unforeseen) };
  await Promise.all([transaction.appendLog(growth.rows, [...heads.values()]), transaction.write([...written])]);
  for (const shard of heads.keys()) growth.shards.add(shard);
  growth.nextWakeAt = earliestWake([...written]);
  return { kind: 'done', memberId: own.id, decisionId, answer: decision.answer };
}

function learn([own, other]: Foresight, [ofOwn, ofOther]: readonly (Overtaking | null)[]): Foresight {
  return [
    { ...own, ...ofOwn },
    { ...other, ...ofOther },
  ];
}
