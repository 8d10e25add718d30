import { conditionDefinitions, conditionSchema } from '../../../conditions/condition-schema.ts';
import type { SchemaUse } from '../../../kernel/document-kind.ts';
import {
  casesOf,
  choiceSchema,
  help,
  idSchema,
  listSchema,
  localizedSchema,
  objectSchema,
  orNull,
  textSchema,
} from '../../../kernel/documents/json-schema.ts';
import type { JsonSchema } from '../../../kernel/documents/json-schema.ts';
import { integerSchema, lengthSchema } from '../../wallets/documents/wallet-schema.ts';
import { roundings } from '../../wallets/documents/wallet-document.ts';
import { colorLengthMax, levelKeys, tierSetKeys } from './parse-tier-set.ts';
import {
  amountRange,
  benefitKeys,
  graceKeys,
  limitKeys,
  measureKeys,
  measureRuleKeys,
  periodKeys,
  validityKeys,
} from './read-tier-parts.ts';
import {
  benefitCountRange,
  benefitKinds,
  benefitPeriods,
  benefitsMax,
  endKinds,
  graceDaysRange,
  graceRoundings,
  hoursRange,
  levelsMax,
  measureKinds,
  measureRulesMax,
  measuresMax,
  periodKinds,
  periodUnits,
  rollingDaysRange,
  tierCombinators,
  upgradeKinds,
  validPeriodsRange,
  versionKinds,
} from './tier-set.ts';

export function tierSetSchema(use: SchemaUse): JsonSchema {
  const needed: readonly string[] = ['id', 'name', 'measures', 'levels', 'period'];
  return {
    title: 'Tier set',
    description: 'A ladder of levels: what leads up it, how long a level lasts and what it gives.',
    ...objectSchema(
      tierSetKeys,
      properties(),
      tierSetKeys.filter((key) => !needed.includes(key)),
    ),
    $defs: conditionDefinitions({ ...use, purpose: 'now' }),
  };
}

function properties(): { readonly [Key in (typeof tierSetKeys)[number]]: JsonSchema } {
  return {
    id: help('As the file is called; what was published keeps its id.', idSchema),
    name: localizedSchema('What people call the set.'),
    measures: help('What is counted within a period.', listSchema(measureSchema(), { max: measuresMax })),
    levels: help('From low to high.', listSchema(levelSchema(), { min: 1, max: levelsMax })),
    period: help('Over what is counted, in whole days of the program’s zone.', periodSchema()),
    upgrade: help('`at_once`, or when the period is over. At once unless given.', orNull(choiceSchema(upgradeKinds))),
    atPeriodEnd: help(
      'What becomes of a level that ends and was not earned again: `keep`, `step_down_one`, or `re_assess`, which holds unless given.',
      orNull(choiceSchema(endKinds)),
    ),
    validFor: help(
      'How long a level lasts. Unless given: to the end of the period after the one in which it was earned; rolling: as long as the window says so; else for good.',
      orNull(validitySchema()),
    ),
    grace: help('A level that was lost is kept so much longer.', orNull(graceSchema())),
    keepsAfterRefund: help('What an order earned stays when it is given back.', orNull({ type: 'boolean' })),
    onVersion: help(
      '`keep`: who has a level that this version would not give has it to the end of its time; `re_assess`: nobody has. Kept unless given.',
      orNull(choiceSchema(versionKinds)),
    ),
  };
}

function measureSchema(): JsonSchema {
  const ofAnyKind = objectSchema(
    measureKeys,
    {
      id: help('By which levels name it.', idSchema),
      kind: help(
        '`net_spend`: minor units of orders less refunds; `orders`; `months_active`: months with an order; `wallet`: units earned.',
        choiceSchema(measureKinds),
      ),
      wallet: help('Of `wallet`: its id.', orNull(idSchema)),
    },
    ['wallet'],
  );
  const cases = casesOf('kind', [
    { when: { const: 'wallet' }, holds: { required: ['wallet'], properties: { wallet: idSchema } } },
  ]);
  return { ...ofAnyKind, allOf: cases };
}

function periodSchema(): JsonSchema {
  const ofAnyKind = objectSchema(
    periodKeys,
    {
      kind: help(
        '`rolling`: the last so many days; `anniversary`: years from the day that she registered or was first seen; `since_change`: from the day after her level changed.',
        choiceSchema(periodKinds),
      ),
      days: help('Of `rolling`.', integerSchema(rollingDaysRange)),
      unit: help('Of `calendar`.', choiceSchema(periodUnits)),
    },
    ['days', 'unit'],
  );
  const cases = casesOf('kind', [
    { when: { const: 'rolling' }, holds: { required: ['days'] } },
    { when: { const: 'calendar' }, holds: { required: ['unit'] } },
  ]);
  return { ...ofAnyKind, allOf: cases };
}

function validitySchema(): JsonSchema {
  return objectSchema(
    validityKeys,
    {
      periods: help(
        'To the end of so many periods after the one in which it was earned.',
        orNull(integerSchema(validPeriodsRange)),
      ),
      length: help('So long from the day on which it was earned.', orNull(lengthSchema)),
      roundTo: help('Of a length: rounded up to the end of this.', orNull(choiceSchema(roundings))),
    },
    ['periods', 'length', 'roundTo'],
  );
}

function graceSchema(): JsonSchema {
  return objectSchema(
    graceKeys,
    {
      days: help('So many days.', integerSchema(graceDaysRange)),
      roundTo: help('Rounded up to the end of the day or the month.', orNull(choiceSchema(graceRoundings))),
    },
    ['roundTo'],
  );
}

function qualifiesSchema(): JsonSchema {
  const rule = objectSchema(measureRuleKeys, {
    measure: help('Id of a measure of this set.', idSchema),
    atLeast: help('So much of it or more.', integerSchema(amountRange)),
  });
  const byMeasures = objectSchema(['combinator', 'rules'], {
    combinator: help('All of the rules, or one of them.', choiceSchema(tierCombinators)),
    rules: help('What is asked of the measures.', listSchema(rule, { min: 1, max: measureRulesMax })),
  });
  const invited = objectSchema(['invitation'], { invitation: help('By invitation alone.', { const: true }) });
  return { anyOf: [byMeasures, invited] };
}

function levelSchema(): JsonSchema {
  return objectSchema(
    levelKeys,
    {
      id: help('What was published keeps its id.', idSchema),
      name: localizedSchema('What people call the level.'),
      color: help('A hint for charts.', orNull(textSchema(colorLengthMax))),
      qualifies: help('What is asked of the measures.', orNull(qualifiesSchema())),
      who: help('What else has to hold of her.', orNull(conditionSchema)),
      benefits: help('What the level gives.', orNull(listSchema(benefitSchema(), { max: benefitsMax }))),
    },
    ['color', 'qualifies', 'who', 'benefits'],
  );
}

function benefitSchema(): JsonSchema {
  const limit = objectSchema(limitKeys, {
    per: help('A calendar month or year, or as long as she has the level.', choiceSchema(benefitPeriods)),
    count: help('So many claims.', integerSchema(benefitCountRange)),
  });
  const ofAnyKind = objectSchema(
    benefitKeys,
    {
      id: help('By which it is claimed; the same right of two levels has the same.', idSchema),
      kind: help('What kind of right it is.', choiceSchema(benefitKinds)),
      name: localizedSchema('What people call it.'),
      limit: help('How often it may be claimed.', orNull(limit)),
      hours: help('Of `early_access`: so long before others.', orNull(integerSchema(hoursRange))),
    },
    ['limit', 'hours'],
  );
  const cases = casesOf('kind', [
    {
      when: { const: 'early_access' },
      holds: { required: ['hours'], properties: { hours: integerSchema(hoursRange) } },
    },
  ]);
  return { ...ofAnyKind, allOf: cases };
}
