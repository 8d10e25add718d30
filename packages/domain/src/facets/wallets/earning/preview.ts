import type { CompiledProgram, Handler, Heard, Member } from '../../../kernel/facet.ts';
import type { FactPayload, FactValue } from '../../../kernel/base/payload.ts';
import { programAt } from '../../../kernel/program.ts';
import type { FoldContext } from '../../../kernel/program.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
import type { FactStep } from '../../../kernel/steps/steps.ts';
import { lifecycleRulesOf } from '../../lifecycle/timeline/rules.ts';
import { walletsIndex, walletsRulesOf } from '../rules/rules.ts';
import type { WalletsState } from '../rules/state.ts';
import { endOfTerm } from '../ledger/expiry.ts';
import type { LotWait } from '../ledger/rows.ts';
import { lotTerms } from './awards/award-lots.ts';
import type { AwardPlan } from './awards/award-plan.ts';
import type { RuleOutcome } from './awards/event-awards.ts';
import { createOrderHandler } from './orders/on-order.ts';
import type { OrderPlan } from './orders/on-order.ts';

/** An order that nobody has placed. Amounts are minor units of the program's currency, after discounts. */
export interface EarnBasket {
  /** Of the whole; what the lines sum up to unless given. */
  readonly amountMinor?: number;
  /** As facts write them. */
  readonly lines: readonly FactPayload[];
  readonly tenders: readonly { readonly tender: string; readonly amountMinor: number }[];
  readonly channel: string;
  readonly storeId: string;
}

/** When units become available and when they expire. */
export interface ForecastLot {
  /** '' they are there at once; `time` at `startsAt`; else what has to come first, from which on the term of their expiry counts. */
  readonly waitsFor: LotWait;
  /** When they can be spent; of what waits for an event or a hand nobody knows it. */
  readonly startsAt: number | null;
  /** When they are given up, should what they wait for not come. */
  readonly cancelsAt: number | null;
  /** Null: never. Of what waits, as if that came at once. */
  readonly expiresAt: number | null;
  /** They expire with all others of the wallet, and every activity puts it off. */
  readonly isPutOff: boolean;
}

/** A rule with what it earns, and why not more. */
export interface RuleForecast extends RuleOutcome {
  /** Null where it earns nothing. */
  readonly lot: ForecastLot | null;
}

export interface EarnForecast {
  /** Every rule over orders, in the order in which they are asked. */
  readonly rules: readonly RuleForecast[];
  readonly wallets: readonly { readonly wallet: string; readonly units: number }[];
}

/** What an order would earn: its fact is folded into a member who is only looked at, and thrown away with her. */
export interface EarnPreview {
  /** To be applied under `context`, with whatever it asks for, to a copy of the member. */
  readonly step: FactStep;
  readonly context: FoldContext;
  /** Once the step has been applied. */
  readonly forecast: () => EarnForecast;
}

/**
 * Makes a preview: the same fold that a real order goes through, so what it forecasts is what such an order earns at that instant. Of what
 * everybody shares it takes as much to be there as is granted to the step.
 */
export function createEarnPreview(
  member: Pick<Member, 'id' | 'shard' | 'position'>,
  basket: EarnBasket,
  { at, context }: { readonly at: number; readonly context: FoldContext },
): EarnPreview {
  let rules: readonly RuleForecast[] = [];
  const note = ({ outcomes, awards }: OrderPlan) => {
    const { zone } = context.days;
    rules = outcomes().map((outcome) => ({ ...outcome, lot: forecastLot(outcome, awards, { at, zone }) }));
  };
  const step = previewStep(member, basket, { at, program: programAt(context, at) });
  const programs = context.programs.map((program) => watched(program, step.type, note));
  return {
    step,
    context: { ...context, programs },
    forecast: () => toForecast(rules),
  };
}

const previewSource = 'preview';

/** The fact by which an order counts under the program. */
function previewStep(
  { id: memberId, shard, position }: Pick<Member, 'id' | 'shard' | 'position'>,
  basket: EarnBasket,
  { at, program }: { readonly at: number; readonly program: CompiledProgram },
): FactStep {
  const isPaid = lifecycleRulesOf(program).settings.purchaseCountsWhen === 'paid';
  const name = `preview ${position + 1}`;
  const { amountMinor, lines, tenders, channel, storeId } = basket;
  const amount: { readonly [key: string]: FactValue } = amountMinor === undefined ? {} : { amountMinor };
  const payload = { orderId: name, ...amount, lines, tenders: tenders.map((tender) => ({ ...tender })) };
  return {
    kind: 'fact',
    shard,
    position: position + 1,
    memberId,
    source: previewSource,
    messageId: name,
    type: isPaid ? 'order.paid' : 'order.placed',
    occurredAt: at,
    recordedAt: at,
    isBackfill: false,
    channel,
    storeId,
    payload: () => payload,
  };
}

/** The program with its orders looked at on their way: nothing else of it is another. */
function watched(program: CompiledProgram, type: string, note: (plan: OrderPlan) => void): CompiledProgram {
  const heard = program.dispatch.facts.get(type) ?? [];
  // The first of the facet's handlers of orders is the one that awards them.
  const own = heard.findIndex(({ facet }) => facet.index === walletsIndex);
  const known = heard[own];
  if (known === undefined) return program;
  const handler = watch(createOrderHandler(walletsRulesOf(program)), note);
  const facts = new Map(program.dispatch.facts);
  facts.set(type, heard.with(own, toHeard(known, handler)));
  return { ...program, dispatch: { ...program.dispatch, facts } };
}

type OrderHandler = Handler<WalletsState, FactStep, OrderPlan>;

function toHeard({ facet }: Heard, handler: OrderHandler): Heard {
  return { facet, handler };
}

function watch(handler: OrderHandler, note: (plan: OrderPlan) => void): OrderHandler {
  return {
    ...handler,
    plan(view, use) {
      const plan = handler.plan(view, use);
      if (!(plan instanceof Missing)) note(plan);
      return plan;
    },
  };
}

function forecastLot(
  { rule, granted: units }: RuleOutcome,
  awards: AwardPlan | null,
  { at: now, zone }: { readonly at: number; readonly zone: string },
): ForecastLot | null {
  const terms = awards?.changes.find((change) => change.rule === rule)?.terms;
  if (awards === null || terms === undefined || units === 0) return null;
  const { from, hasHappened } = awards;
  const { waitsFor, startsAt, cancelsAt, expiresAt } = lotTerms({ units, terms, from, now, zone, hasHappened });
  const { expiry } = terms;
  const isPutOff = expiry.kind === 'sliding';
  return {
    waitsFor,
    startsAt: waitsFor === '' || waitsFor === 'time' ? startsAt : null,
    cancelsAt,
    expiresAt: isPutOff ? endOfTerm(expiry, now, zone) : expiresAt,
    isPutOff,
  };
}

function toForecast(rules: readonly RuleForecast[]): EarnForecast {
  const units = new Map<string, number>();
  for (const { wallet, granted } of rules) units.set(wallet, (units.get(wallet) ?? 0) + granted);
  return { rules, wallets: [...units].map(([wallet, sum]) => ({ wallet, units: sum })) };
}
