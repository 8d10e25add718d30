import { can } from '@perennial/contracts';
import type { FactPayload, FactValue } from '@perennial/domain';
import type { Caller } from '../kernel/caller.ts';

/** What somebody is shown beside what is personal, which has doors of its own. */
export interface BusinessSight {
  readonly rules: boolean;
  readonly costs: boolean;
}

/** By the table of capabilities; whoever writes costs knows them. */
export function businessSightOf(caller: Caller): BusinessSight {
  const may = (capability: Parameters<typeof can>[1]) => can(caller, capability).isAllowed;
  return { rules: may('program.rules'), costs: may('reference.costs') || may('reference.write') };
}

/** Names of what a rule is told by: a clause of a condition, and clauses that time has turned. */
const withoutRule: Readonly<Record<string, null | readonly never[]>> = { clause: null, turned: [] };

/** The same answer without the rules in it: which stage, since when and what is next stay. */
export function withoutRules<Answer>(answer: Answer): Answer {
  const shown: Answer = JSON.parse(
    JSON.stringify(answer, (name, value: unknown) => (Object.hasOwn(withoutRule, name) ? withoutRule[name] : value)),
  );
  return shown;
}

const costWords = /cost(?!ume)|margin|markup|profit|cogs|(?:purchase|purchasing|buying|supply|factory|wholesale)price/;
const costChinese = /成本|毛利|利润|进价|进货价|采购价|出厂价/u;
/** What a customer is charged. */
const chargeWords = /shipping|delivery|postage|freight/;

/** Whether a name says, in whatever spelling, that its value is what a thing costs its seller, or what he earns by it. */
export function namesCost(name: string): boolean {
  const plain = name.normalize('NFKC').toLowerCase();
  if (costChinese.test(plain)) return true;
  const letters = plain.replaceAll(/[^a-z]/g, '');
  return costWords.test(letters) && !chargeWords.test(letters);
}

/** What stands in the place of a cost. */
const hidden = '•••';

/** A payload without what a sender has told of costs in it. */
export function withoutCosts(value: FactValue): FactValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(withoutCosts);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, namesCost(name) ? hidden : withoutCosts(one ?? null)]),
  );
}

function isList(value: FactPayload | readonly FactValue[]): value is readonly FactValue[] {
  return Array.isArray(value);
}
