import type { Use } from '../../../../kernel/facet.ts';
import { Missing } from '../../../../kernel/rows/needs.ts';
import type { Need } from '../../../../kernel/rows/needs.ts';
import { keyText } from '../../../../kernel/rows/row-kind.ts';
import type { RowKey, RowKind, RowShape } from '../../../../kernel/rows/row-kind.ts';
import type { FactStep } from '../../../../kernel/steps/steps.ts';
import { accountRows, lotRows } from '../../ledger/rows.ts';
import { walletsRulesOf } from '../../rules/rules.ts';
import type { WalletsView } from '../../rules/rules.ts';
import type { AwardChange, AwardPlan } from '../awards/award-plan.ts';
import { netOf } from '../awards/award-rows.ts';
import type { AwardRow } from '../awards/award-rows.ts';
import { Limits } from '../awards/limits.ts';
import { coversItself, lotsOfAward } from '../awards/take-back.ts';
import { trailOf } from '../awards/trail.ts';
import type { AwardTrail } from '../awards/trail.ts';
import { byPrecedence, wantedUnits } from '../awards/wanted-units.ts';
import type { Wanted } from '../awards/wanted-units.ts';
import { capRows } from '../caps/cap-rows.ts';
import { ruleCap, walletCap } from '../caps/cap-names.ts';
import { termsOf } from '../documents/award-terms.ts';
import type { AwardTerms } from '../documents/award-terms.ts';
import { compileLines, countedLines } from './counted-lines.ts';
import { hasHappened, referenceOf } from './known-order.ts';
import type { KnownOrder } from './known-order.ts';
import { tendersOf } from './order-evidence.ts';

/** An award with what it comes to now. */
interface Standing {
  readonly row: AwardRow;
  readonly terms: AwardTerms;
  readonly trail: AwardTrail;
  readonly wanted: Wanted;
}

/** What a later fact of an order changes of its awards; null: nothing. */
export function changedAwards(view: WalletsView, known: KnownOrder, use: Use<FactStep>): AwardPlan | Missing | null {
  const moving = standingsOf(known, use).filter((standing) => isMoving(standing, use.cause));
  if (moving.length === 0) return null;
  const missing = missingOfStandings(view, moving, use);
  if (missing !== null) return missing;
  const limits = new Limits(view, use);
  const changes = moving.map((standing) => changeOf(standing, limits, use.cause));
  if (limits.missingTakes.length > 0) return new Missing([], limits.missingTakes);
  return {
    changes,
    counters: limits.counters(),
    returns: limits.returns(),
    lapses: [],
    reference: referenceOf(known.place),
    from: use.recordedAt,
    hasHappened: (event) => hasHappened(known, event),
  };
}

/** What each award comes to by what is left of the order, under the terms that it was agreed under; in the order of precedence. */
function standingsOf({ awards, lines, earning }: KnownOrder, use: Use): readonly Standing[] {
  const { world, earning: rules } = walletsRulesOf(use.program);
  const tenders = tendersOf(earning);
  const agreed = awards.map((row) => ({ row, rule: row.rule, wallet: row.wallet, terms: termsOf(row.terms) }));
  const candidates = agreed.map((award) => {
    const { terms } = award;
    const current = rules.byId.get(award.rule);
    const isSame = current !== undefined && JSON.stringify(current.rule.lines) === JSON.stringify(terms.lines);
    const which = terms.lines === null ? null : isSame ? current.lines : compileLines(terms.lines, world);
    return { ...award, counted: countedLines(lines, { tenders, excludes: terms.excludes, lines: which }) };
  });
  const wanted = new Map<string, Wanted>();
  for (const of of Map.groupBy(candidates, ({ terms }) => terms.on).values())
    for (const [rule, units] of wantedUnits(of)) wanted.set(rule, units);
  return candidates.toSorted(byPrecedence).flatMap(({ row, rule, terms }): readonly Standing[] => {
    const now = wanted.get(rule);
    return now === undefined ? [] : [{ row, terms, trail: trailOf(row.trail), wanted: now }];
  });
}

function isMoving({ row, terms, trail, wanted }: Standing, step: FactStep): boolean {
  return (
    wanted.units !== row.wanted || wanted.countedMinor !== row.countedMinor || isActivatedBy({ terms, trail }, step)
  );
}

function isActivatedBy({ terms, trail }: Pick<Standing, 'terms' | 'trail'>, { type }: FactStep): boolean {
  return terms.pending?.until === 'event' && terms.pending.type === type && trail.lots.length > 0;
}

function takenOf({ row, terms, wanted }: Standing): number {
  return terms.keeps || wanted.units >= row.wanted ? 0 : Math.max(0, netOf(row) - wanted.units);
}

function changeOf(standing: Standing, limits: Limits, step: FactStep): AwardChange {
  const { row, terms, trail, wanted } = standing;
  const { rule, wallet } = row;
  const taken = takenOf(standing);
  const more = wanted.units - row.wanted;
  const grant = more > 0 ? limits.grant({ rule, wallet, terms, units: more }) : null;
  const caps = taken > 0 ? limits.giveBack(trail.caps, taken) : trail.caps;
  // What refunds do not take back is not earned a second time when the order grows again.
  const agreed = terms.keeps ? Math.max(row.wanted, wanted.units) : wanted.units;
  return {
    rule,
    wallet,
    terms,
    taken,
    grant,
    isActivated: isActivatedBy({ terms, trail }, step),
    row: { ...row, wanted: agreed, countedMinor: wanted.countedMinor },
    trail: { ...trail, caps },
  };
}

/** Accounts, counters and lots that are moved; all lots where an award's own do not cover what is taken back of it. */
function missingOfStandings(view: WalletsView, moving: readonly Standing[], use: Use<FactStep>): Missing | null {
  const needs: Need[] = [
    ...unknownOf(
      view,
      accountRows,
      moving.map(({ row }) => [row.wallet]),
    ),
    ...unknownOf(
      view,
      capRows,
      moving.flatMap((standing) => capsOf(standing, use).map((cap) => [cap])),
    ),
    ...unknownOf(
      view,
      lotRows,
      moving.flatMap((standing) =>
        takenOf(standing) > 0 || isActivatedBy(standing, use.cause)
          ? standing.trail.lots.map(([lot]) => [standing.row.wallet, lot])
          : [],
      ),
    ),
  ];
  if (needs.length > 0) return new Missing(needs);
  const isCovered = moving.every((standing) => {
    const { row, trail } = standing;
    return coversItself(lotsOfAward(view, row.wallet, trail), trail, takenOf(standing));
  });
  return isCovered || view.rows(lotRows).isWhole ? null : new Missing([{ by: 'all', kind: lotRows }]);
}

/** The counters that it counts in, or will. */
function capsOf({ row, terms, trail }: Standing, { program }: Use): readonly string[] {
  const own = terms.caps.flatMap(({ per, period }) => {
    if (per === 'rule') return [];
    return [per === 'member' ? ruleCap(row.rule, period) : walletCap(row.wallet, period)];
  });
  const shared = walletsRulesOf(program).earning.periodsOf.get(row.wallet) ?? [];
  const counted = trail.caps.map(([cap]) => cap);
  return [...own, ...shared.map((period) => walletCap(row.wallet, period)), ...counted];
}

function unknownOf<Row extends RowShape>(view: WalletsView, kind: RowKind<Row>, keys: readonly RowKey[]): Need[] {
  const known = view.rows(kind);
  const byText = new Map(keys.map((key) => [keyText(key), key]));
  const unknown = [...byText].flatMap(([text, key]) => (known.isKnown(text) ? [] : [key]));
  return unknown.length === 0 ? [] : [{ by: 'key', kind, keys: unknown }];
}
