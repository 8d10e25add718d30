import type { DocumentKind } from '../../../../kernel/document-kind.ts';
import { pathsOf } from '../../../../kernel/documents/document.ts';
import type { ParseUse } from '../../../../kernel/facet.ts';
import type { WalletDocument } from '../../documents/wallet-document.ts';
import type { Calendars } from '../../schedule/documents.ts';
import { earningFolder, earningRulesMax } from './earning-rule.ts';
import type { EarningRule } from './earning-rule.ts';
import { parseRule } from './parse-rule.ts';
import type { ParsedRule } from './parse-rule.ts';
import { ruleSchema } from './rule-schema.ts';
import { ruleWords } from './rule-words.ts';

export const earningKind: DocumentKind = {
  path: earningFolder,
  countMax: earningRulesMax,
  words: ruleWords,
  schema: ruleSchema,
};

interface Beside {
  readonly wallets: readonly WalletDocument[];
  readonly calendars: Calendars;
}

/** The rules of a program, in the order of their paths; null where a problem was told. */
export function parseRules(use: ParseUse, { wallets, calendars }: Beside): readonly ParsedRule[] | null {
  const { documents, catalogue, problemsOf } = use;
  const paths = pathsOf(documents, earningKind);
  if (paths.length > earningRulesMax)
    problemsOf(earningFolder).add('program.too_many_rules', '', `A program holds at most ${earningRulesMax} rules.`);
  const rules = paths.flatMap((path) => {
    const problems = problemsOf(path);
    const parsed = parseRule(documents[path], { path: '', problems }, { catalogue, calendars });
    if (parsed !== null && pathOf(parsed.rule) !== path)
      problems.add('earning.wrong_path', 'id', `The id does not fit the path ${path}.`);
    return parsed ?? [];
  });
  const before = countProblems(rules, problemsOf);
  checkWallets(rules, wallets, problemsOf);
  checkGroups(rules, problemsOf);
  checkMultipliers(rules, problemsOf);
  return rules.length === paths.length && countProblems(rules, problemsOf) === before ? rules : null;
}

type ProblemsOf = ParseUse['problemsOf'];

function pathOf({ id }: EarningRule): string {
  return `${earningFolder}${id}.json`;
}

function countProblems(rules: readonly ParsedRule[], problemsOf: ProblemsOf): number {
  return rules.reduce((sum, { rule }) => sum + problemsOf(pathOf(rule)).problems.length, 0);
}

function checkWallets(rules: readonly ParsedRule[], wallets: readonly WalletDocument[], problemsOf: ProblemsOf): void {
  for (const { rule } of rules) {
    const wallet = wallets.find(({ id }) => id === rule.wallet);
    const problems = problemsOf(pathOf(rule));
    if (wallet === undefined) problems.add('earning.unknown_wallet', 'wallet', `There is no wallet "${rule.wallet}".`);
    else if (rule.lotClass !== null && wallet.kind !== 'stored_value')
      problems.add('earning.class_without_value', 'lotClass', 'Only stored value is paid for or given on top.');
    if (wallet?.expiry.kind === 'sliding' && rule.expiry !== null && rule.expiry.kind !== 'never')
      problems.add('earning.expires_together', 'expiry', 'All units of this wallet expire together.');
  }
}

/** Rules of a group are compared, so they are about one thing, in one way, and in units that compare. */
function checkGroups(rules: readonly ParsedRule[], problemsOf: ProblemsOf): void {
  const firstOf = new Map<string, EarningRule>();
  for (const { rule } of rules) {
    if (rule.group === null) continue;
    const first = firstOf.get(rule.group);
    if (first === undefined) firstOf.set(rule.group, rule);
    else if (first.mode !== rule.mode)
      problemsOf(pathOf(rule)).add('earning.group_of_two_modes', 'mode', `"${first.id}" has another mode.`);
    else if (eventOf(first) !== eventOf(rule))
      problemsOf(pathOf(rule)).add('earning.group_of_two_events', 'group', `"${first.id}" is about something else.`);
    else if (isMultiplier(first) !== isMultiplier(rule))
      problemsOf(pathOf(rule)).add('earning.group_of_two_kinds', 'group', `"${first.id}" is compared with its like.`);
    else if (rule.mode === 'best' && first.wallet !== rule.wallet)
      problemsOf(pathOf(rule)).add('earning.group_of_two_wallets', 'group', `"${first.id}" is about another wallet.`);
  }
}

export function eventOf({ on }: EarningRule): string {
  return on.kind === 'fact' || on.kind === 'derived' ? `${on.kind} ${on.type}` : on.kind;
}

function isMultiplier({ award }: EarningRule): boolean {
  return award.kind === 'multiplier';
}

/** What is multiplied is earned by the same event into the same wallet, and is no multiplier: so none can lead back to itself. */
function checkMultipliers(rules: readonly ParsedRule[], problemsOf: ProblemsOf): void {
  const byId = new Map(rules.map(({ rule }) => [rule.id, rule]));
  for (const { rule } of rules) {
    if (rule.award.kind !== 'multiplier') continue;
    for (const [index, id] of (rule.award.of ?? []).entries()) {
      const other = byId.get(id);
      const path = `award.of[${index}]`;
      const problems = problemsOf(pathOf(rule));
      if (other === undefined) problems.add('earning.unknown_rule', path, `There is no sound rule "${id}".`);
      else if (isMultiplier(other)) problems.add('earning.circular', path, `"${id}" is a multiplier itself.`);
      else if (eventOf(other) !== eventOf(rule) || other.wallet !== rule.wallet)
        problems.add('earning.multiplies_another', path, `"${id}" is about something else, or another wallet.`);
    }
  }
}
