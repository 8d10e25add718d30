import type { Use } from '../../../../kernel/facet.ts';
import type { Take } from '../../../../kernel/rows/needs.ts';
import { unitsMax } from '../../documents/wallet-document.ts';
import { emptyAccount } from '../../ledger/accounts.ts';
import { accountRows } from '../../ledger/rows.ts';
import { walletsRulesOf } from '../../rules/rules.ts';
import type { WalletsRules, WalletsView } from '../../rules/rules.ts';
import { CapCounters } from '../caps/cap-counters.ts';
import type { CapUse } from '../caps/cap-counters.ts';
import { ruleCap, walletCap } from '../caps/cap-names.ts';
import { capRows } from '../caps/cap-rows.ts';
import type { CapRow } from '../caps/cap-rows.ts';
import type { AwardTerms } from '../documents/award-terms.ts';
import type { CapPeriod, CapScope } from '../documents/earning-rule.ts';

/** Stands for the period of what everybody shares, which is no counter of the member. */
const sharedPeriod = -1;

/** What held units back, and how many it left. */
export type Clip =
  | { readonly kind: 'cap'; readonly per: CapScope; readonly period: CapPeriod; readonly left: number }
  | { readonly kind: 'balance'; readonly left: number };

export interface Grant {
  readonly units: number;
  readonly caps: readonly CapUse[];
  readonly clips: readonly Clip[];
  /** The share of what everybody has of the rule, to be spent with the grant. */
  readonly take: Take | null;
}

export interface GrantAsk {
  readonly rule: string;
  readonly wallet: string;
  readonly terms: Pick<AwardTerms, 'caps'>;
  readonly units: number;
}

/**
 * What limits leave of what rules want, while one step plans it: caps of the member, the greatest balance of each wallet, and shares of
 * what is everybody's. Rules are asked one after the other, in their order of precedence; accounts and counters are in memory.
 */
export class Limits {
  readonly #view: WalletsView;
  readonly #rules: WalletsRules;
  readonly #counters: CapCounters;
  readonly #granted = new Map<string, number>();
  readonly #takes: Take[] = [];
  readonly #returns = new Map<string, number>();

  constructor(view: WalletsView, use: Use) {
    this.#view = view;
    this.#rules = walletsRulesOf(use.program);
    const day = this.#rules.world.days.dayOf(use.recordedAt);
    this.#counters = new CapCounters((cap) => view.rows(capRows).get(cap), day);
  }

  /** Shares that have to be taken before the step can go on. */
  get missingTakes(): readonly Take[] {
    return this.#takes;
  }

  /** What goes back to everybody, by resource. */
  returns(): readonly (readonly [resource: string, units: number])[] {
    return [...this.#returns];
  }

  counters(): readonly CapRow[] {
    return this.#counters.changes();
  }

  grant({ rule, wallet, terms, units: wanted }: GrantAsk): Grant {
    const clips: Clip[] = [];
    let units = wanted;
    const clip = (left: number, found: Clip) => {
      if (left >= units) return;
      clips.push(found);
      units = left;
    };
    for (const { per, period, units: most } of terms.caps) {
      if (per === 'rule') continue;
      const used = this.#counters.used(per === 'member' ? ruleCap(rule, period) : walletCap(wallet, period));
      const left = Math.max(0, most - used);
      clip(left, { kind: 'cap', per, period, left });
    }
    const room = this.#roomOf(wallet);
    clip(room, { kind: 'balance', left: room });
    const take = this.#takeOf(rule, units);
    if (take !== null) {
      const left = this.#view.member.granted?.get(take.resource);
      if (left === undefined) this.#takes.push(take);
      else clip(left, { kind: 'cap', per: 'rule', period: 'ever', left });
    }
    this.#granted.set(wallet, (this.#granted.get(wallet) ?? 0) + units);
    const own = this.#count({ rule, wallet, terms, units });
    const caps = take === null || units === 0 ? own : [...own, [take.resource, sharedPeriod, units] as const];
    return { units, caps, clips, take };
  }

  /** What was granted last is given back first. */
  giveBack(caps: readonly CapUse[], units: number): readonly CapUse[] {
    const left = new Map<string, number>();
    const kept: CapUse[] = [];
    for (const [cap, startsOn, counted] of caps.toReversed()) {
      const open = left.get(cap) ?? units;
      const given = Math.min(open, counted);
      left.set(cap, open - given);
      if (given > 0) this.#return(cap, startsOn, given);
      if (counted > given) kept.push([cap, startsOn, counted - given]);
    }
    return kept.toReversed();
  }

  #return(cap: string, startsOn: number, units: number): void {
    if (startsOn === sharedPeriod) this.#returns.set(cap, (this.#returns.get(cap) ?? 0) + units);
    else this.#counters.giveBack(cap, startsOn, units);
  }

  /** As commands have it: no balance is beyond what numbers hold exactly. */
  #roomOf(wallet: string): number {
    const most = this.#rules.wallets.get(wallet)?.document.balanceMax ?? unitsMax;
    const { posted } = this.#view.rows(accountRows).get(wallet) ?? emptyAccount(wallet);
    return Math.max(0, most - posted - (this.#granted.get(wallet) ?? 0));
  }

  #takeOf(rule: string, asked: number): Take | null {
    const shared = this.#rules.earning.sharedOf.get(rule);
    return shared === undefined || asked === 0 ? null : { resource: shared.resource, asked };
  }

  #count({ rule, wallet, terms, units }: GrantAsk): readonly CapUse[] {
    if (units === 0) return [];
    const own = terms.caps.flatMap(({ per, period }) => (per === 'member' ? [ruleCap(rule, period)] : []));
    const shared = (this.#rules.earning.periodsOf.get(wallet) ?? []).map((period) => walletCap(wallet, period));
    return [...own, ...shared].map((cap) => this.#counters.count(cap, units));
  }
}
