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
  patternSchema,
} from '../../../kernel/documents/json-schema.ts';
import type { JsonSchema } from '../../../kernel/documents/json-schema.ts';
import type { NumberRange } from '../../../kernel/documents/read-json.ts';
import {
  anyUnits,
  decimalsRange,
  expiryForKeys,
  shortfallKeys,
  someUnits,
  transferKeys,
  valueKeys,
  walletKeys,
} from './parse-wallet.ts';
import { dayOfYearPattern, daysMinRange, expiryKeys, lengthCount, lengthKeys } from './read-parts.ts';
import {
  expiriesForMax,
  expiryDatesMax,
  expiryKinds,
  holdMinutesRange,
  lengthUnits,
  roundings,
  shortfallKinds,
  spendKeys,
  walletKinds,
} from './wallet-document.ts';

/** Of `readInteger`. */
export function integerSchema({ min, max }: NumberRange): JsonSchema {
  return { type: 'integer', minimum: min, maximum: max };
}

export const lengthSchema: JsonSchema = objectSchema(lengthKeys, {
  unit: help('Calendar lengths of the program’s zone.', choiceSchema(lengthUnits)),
  count: help('How many of them.', integerSchema(lengthCount)),
});

/** What else there may not be with a kind, the parser alone checks. */
const expiryOfAnyKind: JsonSchema = objectSchema(
  expiryKeys,
  {
    kind: help(
      '`never`; `term`: so long after the units start; `dates`: at the end of the next of some days of the year; `sliding`: all together, so long after the last activity.',
      choiceSchema(expiryKinds),
    ),
    length: help('Of `term` and `sliding`.', lengthSchema),
    roundTo: help('Of `term` and `sliding`: rounded up to the end of this.', orNull(choiceSchema(roundings))),
    dates: help(
      'Of `dates`: days of the year such as 12-31.',
      listSchema(patternSchema(dayOfYearPattern), { min: 1, max: expiryDatesMax }),
    ),
    daysMin: help('Of `dates`: the day is at least so many days away.', orNull(integerSchema(daysMinRange))),
  },
  ['length', 'roundTo', 'dates', 'daysMin'],
);

/** Of `readExpiry`. */
export const expirySchema: JsonSchema = {
  ...expiryOfAnyKind,
  allOf: casesOf('kind', [
    { when: { enum: ['term', 'sliding'] }, holds: { required: ['length'] } },
    { when: { const: 'dates' }, holds: { required: ['dates'] } },
  ]),
};

export function walletSchema(use: SchemaUse): JsonSchema {
  const optional = walletKeys.filter((key) => key !== 'id' && key !== 'name' && key !== 'kind');
  const wallet = objectSchema(walletKeys, properties(), optional);
  return {
    title: 'Wallet',
    description: 'Something that members collect in whole units: points, growth value, stored value, stamps.',
    ...wallet,
    $defs: conditionDefinitions({ ...use, purpose: 'now' }),
  };
}

function properties(): { readonly [Key in (typeof walletKeys)[number]]: JsonSchema } {
  const expiryFor = objectSchema(expiryForKeys, {
    who: help('Of whom it is asked when the units come in.', conditionSchema),
    expiry: help('The expiry then; not `sliding`.', expirySchema),
  });
  return {
    id: help('As the file is called; what was published keeps its id.', idSchema),
    name: localizedSchema('What people call the units.'),
    kind: help('Units of the kind `growth` are collected and never spent.', choiceSchema(walletKinds)),
    decimals: help('Digits after the point where amounts are shown.', orNull(integerSchema(decimalsRange))),
    expiry: help('When units expire that nothing else says it of; never unless given.', orNull(expirySchema)),
    expiryFor: help(
      'Another expiry for whom a condition holds when the units come in; the first that does counts.',
      orNull(listSchema(expiryFor, { max: expiriesForMax })),
    ),
    spendOrder: help(
      'What decides which units are spent first. Unless given: priority, then what expires first, then the oldest.',
      orNull(listSchema(choiceSchema(spendKeys), { max: spendKeys.length, isUnique: true })),
    ),
    shortfall: help('When units are to be taken back that are spent already.', orNull(shortfallSchema())),
    balanceMax: help('What would come on top is not given.', orNull(integerSchema(someUnits))),
    transfer: help(
      'Limits of gifts to other members; none are allowed unless given.',
      orNull(
        objectSchema(transferKeys, {
          unitsMin: help('In one transfer at least.', integerSchema(someUnits)),
          unitsMax: help('In one transfer at most.', integerSchema(someUnits)),
          unitsADayMax: help('Within a day of the program’s zone at most.', integerSchema(someUnits)),
        }),
      ),
    ),
    secondPersonAbove: help('Adjustments by hand of more units need a second person.', orNull(integerSchema(anyUnits))),
    holdMinutesMax: help('Longest time that units can be held, minutes.', orNull(integerSchema(holdMinutesRange))),
    value: help(
      'So many units are worth so many minor units of money.',
      orNull(
        objectSchema(valueKeys, {
          units: help('So many units …', integerSchema(someUnits)),
          minor: help('… are worth so many minor units.', integerSchema(anyUnits)),
        }),
      ),
    ),
  };
}

function shortfallSchema(): JsonSchema {
  return objectSchema(
    shortfallKeys,
    {
      kind: help(
        '`clamp`: forgiven; `debt`: owed; `block`: owed, and nothing is spent until somebody says so.',
        choiceSchema(shortfallKinds),
      ),
      unitsMax: help('Of `debt`: at most so many are owed.', orNull(integerSchema(someUnits))),
    },
    ['unitsMax'],
  );
}
