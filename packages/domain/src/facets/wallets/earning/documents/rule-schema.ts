import { roundings } from '../../../../money/proportion.ts';
import { conditionDefinitions, conditionSchema } from '../../../../conditions/condition-schema.ts';
import type { SchemaUse } from '../../../../kernel/document-kind.ts';
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
  textSchema,
} from '../../../../kernel/documents/json-schema.ts';
import type { JsonSchema } from '../../../../kernel/documents/json-schema.ts';
import { expirySchema, integerSchema } from '../../documents/wallet-schema.ts';
import { scheduleSchema } from '../../schedule/parse-schedule.ts';
import {
  awardKinds,
  capPeriods,
  capScopes,
  capsMax,
  grantedClasses,
  groupModes,
  earningRulesMax,
  onKinds,
  pendingEvents,
  pendingKinds,
  scopeNamesMax,
  tendersMax,
  yearlyDates,
} from './earning-rule.ts';
import { eventFields, propertyFamilies } from './event-fields.ts';
import { priorityRange, ruleKeys } from './parse-rule.ts';
import {
  anyMinor,
  anyUnits,
  attributeNameMax,
  awardKeys,
  capKeys,
  costKeys,
  factTypePattern,
  factorRange,
  monthDayRange,
  onKeys,
  pendingKeys,
  scopeKeys,
  someMinor,
  someUnits,
  waitDaysRange,
} from './read-rule-parts.ts';

/** What goes with which kind, beside what must be there, the parser alone checks. */
const onSchema: JsonSchema = {
  ...objectSchema(
    onKeys,
    {
      kind: help(
        '`order`; `fact`: any other event; `derived`: what follows from events, such as tier.changed; `yearly`; `monthly`.',
        choiceSchema(onKinds),
      ),
      type: help('Of `fact` and `derived`: review.posted.', orNull(patternSchema(factTypePattern))),
      date: help('Of `yearly`.', orNull(choiceSchema(yearlyDates))),
      attribute: help('Of `yearly`: the attribute with the date; birthday.', orNull(textSchema(attributeNameMax))),
      day: help('Of `monthly`: a day that a month does not have is its last.', orNull(integerSchema(monthDayRange))),
      rollOverMax: help('Of `monthly`: so much of what was granted before stays.', orNull(integerSchema(anyUnits))),
    },
    onKeys.filter((key) => key !== 'kind'),
  ),
  allOf: casesOf('kind', [
    { when: choiceSchema(['fact', 'derived']), holds: required('type', patternSchema(factTypePattern)) },
    { when: { const: 'yearly' }, holds: required('date', choiceSchema(yearlyDates)) },
    { when: { const: 'monthly' }, holds: required('day', integerSchema(monthDayRange)) },
  ]),
};

function required(key: string, schema: JsonSchema): JsonSchema {
  return { properties: { [key]: schema }, required: [key] };
}

const awardSchema: JsonSchema = {
  ...objectSchema(
    awardKeys,
    {
      kind: help(
        '`rate`: for what counts of an order; `fixed`; `multiplier`: on top of what other rules earn.',
        choiceSchema(awardKinds),
      ),
      perMinor: help('Of `rate`: for so many minor units of money.', orNull(integerSchema(someMinor))),
      units: help('Of `rate` and `fixed`: so many units.', orNull(integerSchema(someUnits))),
      rounding: help('Of `rate` and `multiplier`; down unless given.', orNull(choiceSchema(roundings))),
      factorHundredths: help('Of `multiplier`: 200 earns as much again.', orNull(integerSchema(factorRange))),
      of: help(
        'Of `multiplier`: ids of rules; without any, of all of the wallet.',
        orNull(listSchema(idSchema, { min: 1, max: earningRulesMax, isUnique: true })),
      ),
    },
    awardKeys.filter((key) => key !== 'kind'),
  ),
  allOf: casesOf('kind', [
    { when: { const: 'rate' }, holds: required('perMinor', integerSchema(someMinor)) },
    { when: choiceSchema(['rate', 'fixed']), holds: required('units', integerSchema(someUnits)) },
    { when: { const: 'multiplier' }, holds: required('factorHundredths', integerSchema(factorRange)) },
  ]),
};

const pendingSchema: JsonSchema = {
  ...objectSchema(
    pendingKeys,
    {
      until: help(
        '`days` have passed; an `event` of the order; a person says so (`hand`).',
        choiceSchema(pendingKinds),
      ),
      days: help('Of `days`.', orNull(integerSchema(waitDaysRange))),
      type: help('Of `event`.', orNull(choiceSchema(pendingEvents))),
      cancelAfterDays: help(
        'Of `event` and `hand`: given up after so many days.',
        orNull(integerSchema(waitDaysRange)),
      ),
    },
    ['days', 'type', 'cancelAfterDays'],
  ),
  allOf: casesOf('until', [
    { when: { const: 'days' }, holds: required('days', integerSchema(waitDaysRange)) },
    { when: { const: 'event' }, holds: required('type', choiceSchema(pendingEvents)) },
  ]),
};

const capSchema = objectSchema(capKeys, {
  per: help(
    '`member`: hers by this rule; `wallet`: hers by all rules into the wallet; `rule`: everybody’s by this rule.',
    choiceSchema(capScopes),
  ),
  period: help('Calendar periods of the program’s zone; what everybody shares is for ever.', choiceSchema(capPeriods)),
  units: help('No more than so many.', integerSchema(someUnits)),
});

function namesSchema(description: string): JsonSchema {
  return help(description, orNull(listSchema(textSchema(), { min: 1, max: scopeNamesMax })));
}

const scopeSchema = objectSchema(
  scopeKeys,
  {
    stores: namesSchema('In these stores.'),
    channels: namesSchema('In these channels.'),
    categories: namesSchema('On products of these categories, or below them.'),
  },
  scopeKeys,
);

/** Conditions may name fields of members, orders, lines and events; which ones where, the parser alone checks. */
export function ruleSchema({ catalogue, families }: SchemaUse): JsonSchema {
  const optional = ruleKeys.filter((key) => !['id', 'name', 'on', 'wallet', 'award'].includes(key));
  const fields = { ...catalogue, fields: [...catalogue.fields, ...eventFields] };
  return {
    title: 'Earning rule',
    description: 'By what members come by units of a wallet.',
    ...objectSchema(ruleKeys, { ...headProperties(), ...whenProperties(), ...lotProperties() }, optional),
    $defs: conditionDefinitions({ catalogue: fields, families: [...families, ...propertyFamilies], purpose: 'now' }),
  };
}

function headProperties() {
  return {
    id: help('As the file is called; what was published keeps its id.', idSchema),
    name: localizedSchema('What people call the rule.'),
    on: help('What brings units about.', onSchema),
    wallet: help('Id of the wallet that they go into.', idSchema),
    award: help('How many.', awardSchema),
    who: help('Of which members; of all unless given.', orNull(conditionSchema)),
    what: help('For which orders or events; for all unless given.', orNull(conditionSchema)),
    lines: help('Which lines of an order count; all unless given.', orNull(conditionSchema)),
    minimumMinor: help('What counts of the order is at least so much.', orNull(integerSchema(anyMinor))),
    excludes: help(
      'What is paid by these does not count: gift_card.',
      orNull(listSchema(textSchema(), { min: 1, max: tendersMax })),
    ),
  } as const;
}

function whenProperties() {
  return {
    schedule: help('When it holds; always unless given.', orNull(scheduleSchema())),
    group: help('Rules of one group are compared with each other.', orNull(idSchema)),
    mode: help(
      'Of the rules of a group that earn something: all (`add`), the `best` for the member, or the one of the highest priority (`exclude`).',
      orNull(choiceSchema(groupModes)),
    ),
    priority: help('The greater one comes first; 0 unless given.', orNull(integerSchema(priorityRange))),
    caps: help('Limits.', orNull(listSchema(capSchema, { max: capsMax }))),
    budgetMinor: help('What the rule may cost in all, minor units of money.', orNull(integerSchema(someMinor))),
    countsBackfill: help('Whether backfilled events earn as well.', orNull({ type: 'boolean' })),
    keeps: help('Whether refunds take nothing of it back.', orNull({ type: 'boolean' })),
  } as const;
}

function lotProperties() {
  return {
    pending: help('Until when the units are not available; at once unless given.', orNull(pendingSchema)),
    expiry: help('When they expire; as the wallet says unless given.', orNull(expirySchema)),
    lotPriority: help('The smaller one is spent first; 0 unless given.', orNull(integerSchema(priorityRange))),
    scope: help('On what they may be spent; on anything unless given.', orNull(scopeSchema)),
    lotClass: help('Of stored value: paid for, or given on top.', orNull(choiceSchema(grantedClasses))),
    cost: help(
      'So many units cost the brand so many minor units of money.',
      orNull(
        objectSchema(costKeys, {
          units: help('So many units.', integerSchema(someUnits)),
          minor: help('Minor units of money.', integerSchema(someMinor)),
        }),
      ),
    ),
  } as const;
}
