import type { RouteAnswer, Routes } from '@perennial/contracts';
import { proportion, walletsRulesOf } from '@perennial/domain';
import type { WalletsRules } from '@perennial/domain';
import type { FoldStore, Programs } from '@perennial/engine';
import { namedWallet } from '../reading/shown-balances.ts';

interface RuleBudgetPorts {
  readonly foldStore: Pick<FoldStore, 'snapshot'>;
  readonly programs: Programs;
}

type Answer = RouteAnswer<Routes['wallets']['budgets']>;

/** How much of what all members share is used, by rule of the program in force, in the order of the rules' ids. */
export type RuleBudgets = () => Promise<Answer>;

export function createRuleBudgets({ foldStore, programs }: RuleBudgetPorts): RuleBudgets {
  return () =>
    foldStore.snapshot('rule-budgets', async (snapshot) => {
      await programs.ensure(await snapshot.latestProgramVersion());
      const program = programs.context.programs.at(-1);
      if (program === undefined) return { programVersion: 0, items: [] };
      const { earning } = walletsRulesOf(program);
      const resources = [...earning.sharedOf.values()].map(({ resource }) => resource);
      const [shares, totals] = [await snapshot.readShares(resources), await snapshot.readTotals(resources)];
      const items = [...earning.sharedOf]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([id, { resource, units }]) => {
          const rule = earning.byId.get(id)?.rule;
          if (rule === undefined) return [];
          const total = totals.get(resource) ?? units;
          const left = shares.get(resource) ?? 0;
          const used = Math.max(0, total - left);
          const { wallet, decimals } = namedWallet(program, rule.wallet);
          const said = { rule: id, name: { ...rule.name }, wallet, decimals, units, used };
          const overrun = Math.max(0, used - units);
          return [{ ...said, left: Math.max(0, units - used), overrun, ...moneyOf(rule, used) }];
        });
      return { programVersion: program.version, items };
    });
}

type Rule = NonNullable<ReturnType<WalletsRules['earning']['byId']['get']>>['rule'];

function moneyOf(
  { budgetMinor, cost }: Rule,
  used: number,
): Pick<Answer['items'][number], 'budgetMinor' | 'usedMinor'> {
  const usedMinor = cost === null ? null : proportion(used, { times: cost.minor, per: cost.units }, 'nearest');
  return { budgetMinor, usedMinor };
}
