import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facets } from '../facets/index.ts';
import type { FactValue } from '../kernel/base/payload.ts';
import type { DocumentProblem } from '../kernel/documents/document-problem.ts';
import { isObject } from '../kernel/documents/read-json.ts';
import { createFullProgram } from '../testing/full-program.ts';
import { mutate, mutations } from '../testing/mutations.ts';
import { createSchemaCheck } from '../testing/schema-check.ts';
import { catalogueOf, parseProgram } from './compile-program.ts';

const program = createFullProgram();
const paths = Object.keys(program);
const check = createSchemaCheck(program);
const fields = [
  ...catalogueOf(program, facets).fields.map(({ field }) => field),
  'recency.last',
  'metric.undeclared',
  'attribute.level',
  'tag.vip',
  'purchase.cuont',
];

/** What the parser says of one document of the program, when it is changed; as read from a file, whose schema is for editors. */
function problemsOf(path: string, document: FactValue): readonly DocumentProblem[] {
  const parsed = parseProgram({ ...program, [path]: withoutSchema(document) }, facets);
  return parsed.isValid ? [] : parsed.problems.filter((problem) => problem.document === path);
}

function withoutSchema(document: FactValue): FactValue {
  if (!isObject(document) || typeof document['$schema'] !== 'string') return document;
  return Object.fromEntries(Object.entries(document).filter(([key]) => key !== '$schema'));
}

const changed = fc
  .record({ path: fc.constantFrom(...paths), changes: fc.array(mutations(fields), { minLength: 1, maxLength: 3 }) })
  .map(({ path, changes }) => ({ path, document: changes.reduce(mutate, program[path] ?? null) }));

/**
 * What the parser alone finds, by its code: that one thing agrees with another, that a day is in the calendar, how much there is
 * over all groups, and what other documents declare.
 */
const beyondSchemas: ReadonlySet<string> = new Set([
  'condition.not_a_date',
  'condition.not_a_range',
  'condition.too_many_rules',
  'condition.unknown_field',
  'condition.window_bounds_crossed',
  'condition.window_too_short',
  'identities.type_twice',
  'lifecycle.hidden_stages',
  'lifecycle.no_last_resort',
  'lifecycle.stage_twice',
  'lifecycle.wrong_path',
  'number_spaces.source_twice',
  'number_spaces.space_twice',
  'properties.listed_twice',
  'settings.metric_twice',
  'sources.source_twice',
  'statistics.category_twice',
  'calendar.beyond_published',
  'calendar.ends_before_start',
  'calendar.holidays_overlap',
  'calendar.workday_off',
  'calendar.wrong_path',
  'document.twice',
  'earning.budget_without_cost',
  'earning.circular',
  'earning.class_without_value',
  'earning.days_earn_fixed',
  'earning.event_without_order',
  'earning.expires_together',
  'earning.group_of_two_events',
  'earning.group_of_two_kinds',
  'earning.group_of_two_modes',
  'earning.group_of_two_wallets',
  'earning.mode_without_group',
  'earning.multiplies_another',
  'earning.not_of_this_kind',
  'earning.order_as_fact',
  'earning.rate_without_order',
  'earning.shared_cap_ends',
  'earning.unknown_rule',
  'earning.unknown_wallet',
  'earning.wrong_path',
  'schedule.ends_before_start',
  'schedule.hours_empty',
  'schedule.not_a_time',
  'schedule.unknown_calendar',
  'schedule.unknown_holiday',
  'document.not_a_day_of_the_year',
  'document.twice',
  'tier.asks_nothing',
  'tier.hours_of_early_access',
  'tier.invitation_alone',
  'tier.no_period_end',
  'tier.not_of_this_period',
  'tier.one_validity',
  'tier.periods_rounded',
  'tier.steps_without_length',
  'tier.unknown_measure',
  'tier.unknown_wallet',
  'tier.wallet_of_no_use',
  'tier.wrong_path',
  'wallet.limit_without_debt',
  'wallet.limits_crossed',
  'wallet.not_of_this_expiry',
  'wallet.sliding_for_some',
  'wallet.wrong_path',
]);

describe('the schemas of a program', () => {
  it('refuse nothing that the parser takes', () => {
    fc.assert(
      fc.property(changed, ({ path, document }) => {
        if (problemsOf(path, document).length > 0) return;
        expect(check(path, document), `${path} ${JSON.stringify(document)}`).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuse what the parser refuses, but for what the parser alone can see', () => {
    fc.assert(
      fc.property(changed, ({ path, document }) => {
        const codes = problemsOf(path, document).map(({ code }) => code);
        if (codes.every((code) => beyondSchemas.has(code))) return;
        expect(check(path, document).length, `${codes.join()} ${JSON.stringify(document)}`).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuse nothing that becomes right by what other documents say', () => {
    const declaring = createSchemaCheck({});
    for (const [path, document] of Object.entries(program)) expect(declaring(path, document), path).toEqual([]);
  });
});
