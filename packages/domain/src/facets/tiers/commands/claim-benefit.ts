import { reject } from '../../../kernel/command.ts';
import type { DayTable } from '../../../kernel/base/day-table.ts';
import { readId } from '../../../kernel/documents/read-json.ts';
import type { Command } from '../../../kernel/facet.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
import { keyText } from '../../../kernel/rows/row-kind.ts';
import { dayLabelOf } from '../../../models/statistics/months.ts';
import { readCallersName, readParts } from '../../wallets/commands/read-input.ts';
import type { BenefitLimit, TierBenefit } from '../documents/tier-set.ts';
import { placeOfLevel, tiersRulesOf } from '../rules/rules.ts';
import type { CompiledTierSet } from '../rules/rules.ts';
import type { TiersState } from '../rules/state.ts';
import { tierClaimRows } from '../rules/rows.ts';
import type { TierStandingRow } from '../rules/rows.ts';
import { decided, tierCommand } from './tier-command.ts';
import type { SeenSet, SetInput } from './tier-command.ts';

interface Claim extends SetInput {
  readonly benefit: string;
  readonly reference: string;
}

const monthLength = 'YYYY-MM'.length;
const yearLength = 'YYYY'.length;

/** The benefits of the level that she has. */
export function benefitsOf(set: CompiledTierSet, { level }: Pick<TierStandingRow, 'level'>): readonly TierBenefit[] {
  return set.levels[placeOfLevel(set, level)]?.document.benefits ?? [];
}

/** The period within which claims are counted: a month or year of the zone, as long as she has the level, or all time. */
export function claimPeriodOf(
  limit: BenefitLimit | null,
  { row, days, at }: { readonly row: TierStandingRow; readonly days: DayTable; readonly at: number },
): string {
  if (limit === null) return '';
  if (limit.per === 'level') return `level:${row.since}`;
  return dayLabelOf(days.dayOf(at)).slice(0, limit.per === 'month' ? monthLength : yearLength);
}

function keyOf({ set, row, now, seen }: SeenSet, { benefit }: Claim): readonly [string, string, string] {
  const { days } = tiersRulesOf(seen.use.program).world;
  const own = benefitsOf(set, row).find(({ id }) => id === benefit);
  return [set.document.id, benefit, claimPeriodOf(own?.limit ?? null, { row, days, at: now })];
}

/** `{ set, benefit, reference }`: uses a right of her level, as often as it may be used. */
export const claimBenefit: Command<Claim, TiersState> = tierCommand<Claim>({
  name: 'claimBenefit',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['set', 'benefit', 'reference'],
      read: (part) => ({
        set: part.text('set', readId),
        benefit: part.text('benefit', readId),
        reference: part.text('reference', readCallersName),
      }),
    }),
  missing(seen, input) {
    const key = keyOf(seen, input);
    const isKnown = seen.seen.own.rows(tierClaimRows).isKnown(keyText(key));
    return isKnown ? null : new Missing([{ by: 'key', kind: tierClaimRows, keys: [key] }]);
  },
  act(seen, input) {
    const { set, row } = seen;
    const { benefit, reference } = input;
    const { id, levels } = set.document;
    if (!levels.some(({ benefits }) => benefits.some((one) => one.id === benefit)))
      return reject('benefit.unknown', { set: id, benefit });
    const own = benefitsOf(set, row).find((one) => one.id === benefit);
    if (own === undefined) return reject('benefit.not_of_level', { set: id, benefit, level: row.level });
    const [, , period] = keyOf(seen, input);
    const used = seen.seen.own.rows(tierClaimRows).get(keyText([id, benefit, period]))?.claims ?? 0;
    const { limit } = own;
    if (limit !== null && used >= limit.count)
      return reject('benefit.used_up', { set: id, benefit, period, count: limit.count, left: 0 });
    const left = limit === null ? null : limit.count - used - 1;
    const answer = { benefit, level: row.level, period, claims: used + 1, left };
    return decided({ op: 'claim', set: id, benefit, period, reference }, answer);
  },
});
