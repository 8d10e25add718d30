import type { ConditionNode } from '../../../conditions/condition.ts';
import type { ConditionWorld } from '../../../kernel/fields/world.ts';
import { compileWho } from '../../wallets/rules/compile-wallet.ts';
import type { ParsedTierSet } from '../documents/parse-tier-set.ts';
import { isByInvitation } from '../documents/tier-set.ts';
import type { TierLevel, TierMeasure, TierSetDocument } from '../documents/tier-set.ts';
import { ordersMetric, spendMetric, walletMetric } from './rules.ts';
import type { CompiledLevel, CompiledMeasure, CompiledTierSet, TiersRules } from './rules.ts';

export interface ParsedTiers {
  readonly sets: readonly ParsedTierSet[];
  /** Equal for programs under which orders count alike. */
  readonly orderKey: string;
}

export function compileTiers({ sets: parsed, orderKey }: ParsedTiers, world: ConditionWorld): TiersRules {
  const sets = new Map(parsed.map((set) => [set.document.id, compileSet(set, world)]));
  const all = [...sets.values()];
  const asked = all.flatMap(({ levels }) => levels.flatMap(({ who }) => who ?? []));
  return {
    sets,
    needs: asked.flatMap(({ needs }) => needs),
    asksWho: asked.length > 0,
    metrics: new Set(all.flatMap(({ measures }) => measures.map(({ metric }) => metric))),
    orderKey,
    world,
  };
}

function compileSet({ document, nodes }: ParsedTierSet, world: ConditionWorld): CompiledTierSet {
  const measures = document.measures.map((measure): CompiledMeasure => ({
    document: measure,
    metric: metricOf(measure),
  }));
  const levels = document.levels.map((level, index) => compileLevel(level, nodes[index] ?? null, { document, world }));
  const [lowest] = levels;
  const isBase = lowest !== undefined && lowest.asks === null && lowest.who === null && !lowest.isByInvitation;
  return { document, measures, levels, base: isBase ? 0 : -1 };
}

function metricOf({ kind, wallet }: TierMeasure): string {
  if (wallet !== null) return walletMetric(wallet);
  return kind === 'net_spend' ? spendMetric : ordersMetric;
}

function compileLevel(
  level: TierLevel,
  node: ConditionNode | null,
  { document, world }: { readonly document: TierSetDocument; readonly world: ConditionWorld },
): CompiledLevel {
  const { qualifies } = level;
  const asks =
    qualifies === null || !('rules' in qualifies)
      ? null
      : {
          isAll: qualifies.combinator === 'and',
          rules: qualifies.rules.map(({ measure, atLeast }) => ({
            measure: document.measures.findIndex(({ id }) => id === measure),
            atLeast,
          })),
        };
  const who = node === null ? null : compileWho(node, world);
  return { document: level, isByInvitation: isByInvitation(level), asks, who };
}

/** Equal for rules under which every member stands where she stood. */
export function foldKeyOf({ sets, orderKey }: TiersRules): string {
  if (sets.size === 0) return '';
  const judged = [...sets.values()].map(({ document: { name: _name, levels, ...rest } }) => [
    rest,
    levels.map(({ id, qualifies, who }) => [id, qualifies, who]),
  ]);
  return JSON.stringify([judged, orderKey]);
}
