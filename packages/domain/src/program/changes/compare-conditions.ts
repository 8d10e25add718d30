import { conditionTexts } from '../../conditions/words/condition-words.ts';
import { writeComparison, writeCondition } from '../../conditions/words/write-condition.ts';
import type { WrittenCondition, WrittenGroup, WrittenRule } from '../../conditions/words/write-condition.ts';
import type { FactValue } from '../../kernel/base/payload.ts';
import type { LocalizedText } from '../../kernel/documents/localized-text.ts';
import type { JsonObject } from '../../kernel/documents/read-json.ts';
import { canonicalJson } from '../canonical-json.ts';
import { alignItems } from './align-items.ts';
import type { Alignment, PairOfPlaces } from './align-items.ts';
import { itemIn, within } from './change.ts';
import type { Place, ValueChange } from './change.ts';
import { sayAt, sayBoth, sayFromTo } from './say-change.ts';
import type { Writers } from './write-part.ts';

/** Both sides of a comparison, each in the words of its own program. */
export interface Sides {
  readonly before: Writers;
  readonly after: Writers;
}

/** A condition in its place in a document: JSON with the shape of one. */
export type Clause = FactValue & WrittenCondition;
type Rule = JsonObject & WrittenRule;
type Group = FactValue & Omit<WrittenGroup, 'rules'> & { readonly rules: readonly Clause[] };
interface Pair<Of extends Clause = Clause> {
  readonly from: Of;
  readonly to: Of;
}

/**
 * The clauses by which two conditions differ, as deep in their trees as they still agree: a rule with another value is told as that
 * rule, and one rule more in a group as that one. Empty for the same condition alone.
 */
export function compareConditions(pair: Pair, place: Place, sides: Sides): readonly ValueChange[] {
  const { from, to } = pair;
  if (canonicalJson(from) === canonicalJson(to)) return [];
  if (isRule(from) && isRule(to)) return [changedRule({ from, to }, place, sides)];
  const told = isGroup(from) && isGroup(to) && isAlike(from, to) ? compareRules({ from, to }, place, sides) : [];
  return told.length === 0 ? [changedWhole(pair, place, sides)] : told;
}

function compareRules(groups: Pair<Group>, place: Place, sides: Sides): readonly ValueChange[] {
  const { from, to } = groups;
  const { moved, gaps } = alignItems(from.rules.map(canonicalJson), to.rules.map(canonicalJson));
  const rulesOf = { path: within(place, 'rules', noName).path, trail: place.trail };
  const at = (index: number) => itemIn(rulesOf, index, null);
  const inGap = (gap: Alignment['gaps'][number]) => {
    const pairs = pairsIn(gap, groups);
    const isPaired = { from: new Set(pairs.map((pair) => pair.from)), to: new Set(pairs.map((pair) => pair.to)) };
    const gone = gap.from.filter((index) => !isPaired.from.has(index));
    const come = gap.to.filter((index) => !isPaired.to.has(index));
    return [
      ...clausesOf(from, gone).map(([index, clause]) => removed(clause, { group: from, place: at(index) }, sides)),
      ...pairs.flatMap((pair) => {
        const [before, after] = [from.rules[pair.from], to.rules[pair.to]];
        if (before === undefined || after === undefined) return [];
        return compareConditions({ from: before, to: after }, at(pair.to), sides);
      }),
      ...clausesOf(to, come).map(([index, clause]) => added(clause, { group: to, place: at(index) }, sides)),
    ];
  };
  const movedClauses = moved.flatMap((pair) =>
    clausesOf(to, [pair.to]).map(([index, clause]) => movedIn(clause, { pair, group: to, place: at(index) }, sides)),
  );
  return [...movedClauses, ...gaps.flatMap(inGap)];
}

/** Which clauses of a gap are the same one, changed: those of one field, groups, or the only one on either side. */
function pairsIn(gap: Alignment['gaps'][number], { from, to }: Pair<Group>): readonly PairOfPlaces[] {
  const [onlyFrom] = gap.from;
  const [onlyTo] = gap.to;
  if (gap.from.length === 1 && gap.to.length === 1 && onlyFrom !== undefined && onlyTo !== undefined)
    return [{ from: onlyFrom, to: onlyTo }];
  const left = [...gap.to];
  return gap.from.flatMap((place) => {
    const kind = kindOf(from.rules[place]);
    const found = left.findIndex((other) => kindOf(to.rules[other]) === kind);
    const [other] = found < 0 ? [] : left.splice(found, 1);
    return other === undefined ? [] : [{ from: place, to: other }];
  });
}

function kindOf(clause: Clause | undefined): string {
  return clause !== undefined && isRule(clause) ? `of ${clause.field ?? ''}` : 'group';
}

function clausesOf({ rules }: Group, places: readonly number[]): readonly (readonly [number, Clause])[] {
  return places.flatMap((place) => {
    const clause = rules[place];
    return clause === undefined ? [] : [[place, clause] as const];
  });
}

interface InGroup {
  readonly group: Group;
  readonly place: Place;
}

function added(clause: Clause, { group, place }: InGroup, { after }: Sides): ValueChange {
  const words = sayClause(clause, after, {
    en: `added to “${wordOf(group, 'en')}”`,
    zh: `在“${wordOf(group, 'zh')}”中新增`,
  });
  return { path: place.path, kind: 'added', from: null, to: clause, words: sayAt(place, words) };
}

function removed(clause: Clause, { group, place }: InGroup, { before }: Sides): ValueChange {
  const words = sayClause(clause, before, {
    en: `removed from “${wordOf(group, 'en')}”`,
    zh: `从“${wordOf(group, 'zh')}”中移除`,
  });
  return { path: place.path, kind: 'removed', from: clause, to: null, words: sayAt(place, words) };
}

function movedIn(
  clause: Clause,
  { pair, group, place }: InGroup & { readonly pair: PairOfPlaces },
  { after }: Sides,
): ValueChange {
  const words = sayClause(clause, after, {
    en: `moved within “${wordOf(group, 'en')}”`,
    zh: `在“${wordOf(group, 'zh')}”中换位`,
  });
  return { path: place.path, kind: 'moved', ...pair, words: sayAt(place, words) };
}

/** Of one field, what is said of it; a rule of another field is another sentence. */
function changedRule(pair: Pair<Rule>, place: Place, sides: Sides): ValueChange {
  const { from, to } = pair;
  const fields = (language: 'en' | 'zh') => ({
    before: sides.before[language].fieldOf(from.field ?? ''),
    after: sides.after[language].fieldOf(to.field ?? ''),
  });
  const { before, after } = fields('en');
  if (from.field !== to.field || before.label !== after.label || after.type === 'boolean')
    return changedWhole(pair, place, sides);
  const said = (rule: Rule, side: 'before' | 'after') =>
    sayBoth((language) => writeComparison(rule, fields(language)[side], sides[side][language]));
  const comparison = sayFromTo(said(from, 'before'), said(to, 'after'), pair);
  const statement = sayBoth((language) => `${fields(language).after.label} ${comparison[language]}`);
  return { ...smallest(pair, place), kind: 'changed', words: sayAt(place, statement) };
}

/** The value alone where nothing else of the rule is another. */
function smallest(
  { from, to }: { readonly from: JsonObject; readonly to: JsonObject },
  place: Place,
): Pick<ValueChange, 'path' | 'from' | 'to'> {
  const [before, after] = [from['value'], to['value']];
  if (before === undefined || after === undefined || canonicalJson({ ...from, value: after }) !== canonicalJson(to))
    return { path: place.path, from, to };
  return { path: within(place, 'value', noName).path, from: before, to: after };
}

function changedWhole(pair: Pair, place: Place, { before, after }: Sides): ValueChange {
  const from = sayBoth((language) => writeCondition(pair.from, before[language]));
  const to = sayBoth((language) => writeCondition(pair.to, after[language]));
  return { path: place.path, kind: 'changed', ...pair, words: sayAt(place, sayFromTo(from, to, pair)) };
}

const noName: LocalizedText = { en: '', zh: '' };

function sayClause(clause: Clause, writers: Writers, done: LocalizedText): LocalizedText {
  return {
    en: `${done.en}: ${writeCondition(clause, writers.en)}`,
    zh: `${done.zh}：${writeCondition(clause, writers.zh)}`,
  };
}

function wordOf({ combinator, not }: Group, language: 'en' | 'zh'): string {
  const word = not === true ? (combinator === 'and' ? 'notAnd' : 'notOr') : combinator;
  return conditionTexts[language].combinator[word];
}

function isAlike(from: Group, to: Group): boolean {
  return from.combinator === to.combinator && (from.not === true) === (to.not === true);
}

function isGroup(clause: Clause): clause is Group {
  return 'rules' in clause;
}

function isRule(clause: Clause): clause is Rule {
  return !isGroup(clause);
}
