import { checkCondition } from '../../../conditions/check-condition.ts';
import type { Condition, ConditionNode } from '../../../conditions/condition.ts';
import type { FactValue } from '../../../kernel/base/payload.ts';
import {
  at,
  readChoice,
  readId,
  readFilledList,
  readLocalized,
  readObject,
  readText,
  tell,
} from '../../../kernel/documents/read-json.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';
import type { FieldCatalogue } from '../../../kernel/fields/world.ts';
import { readOptional } from '../../wallets/documents/read-parts.ts';
import {
  readBenefits,
  readGrace,
  readMeasures,
  readPeriod,
  readQualification,
  readValidity,
  tellTwice,
} from './read-tier-parts.ts';
import { endKinds, hasPeriodEnds, isByInvitation, levelsMax, upgradeKinds, versionKinds } from './tier-set.ts';
import type { TierBenefit, TierGrace, TierLevel, TierSetDocument, TierValidity } from './tier-set.ts';

export interface ParsedTierSet {
  readonly document: TierSetDocument;
  /** The checked conditions of the levels, in their order; null where one has none. */
  readonly nodes: readonly (ConditionNode | null)[];
}

export const tierSetKeys = [
  'id',
  'name',
  'measures',
  'levels',
  'period',
  'upgrade',
  'atPeriodEnd',
  'validFor',
  'grace',
  'keepsAfterRefund',
  'onVersion',
] as const;
export const levelKeys = ['id', 'name', 'color', 'qualifies', 'who', 'benefits'] as const;
export const colorLengthMax = 30;

/** Reads a tier set; every problem is told to `spot`, and null given when there was one. */
export function parseTierSet(
  value: FactValue | undefined,
  spot: Spot,
  catalogue: FieldCatalogue,
): ParsedTierSet | null {
  const before = spot.problems.problems.length;
  const object = readObject(value, spot, tierSetKeys);
  if (object === null) return null;
  const own = (key: (typeof tierSetKeys)[number]) => at(spot, key);
  const id = readId(object['id'], own('id'));
  const name = readLocalized(object['name'], own('name'));
  const measures = readMeasures(object['measures'], own('measures'));
  const levels = readLevels(object['levels'], own('levels'), catalogue);
  const period = readPeriod(object['period'], own('period'));
  const upgrade = readOptional<TierSetDocument['upgrade']>(object['upgrade'], 'at_once', (given) =>
    readChoice(given, own('upgrade'), upgradeKinds),
  );
  const atPeriodEnd = readOptional<TierSetDocument['atPeriodEnd']>(object['atPeriodEnd'], 're_assess', (given) =>
    readChoice(given, own('atPeriodEnd'), endKinds),
  );
  const validFor = readOptional<TierValidity | null>(object['validFor'], null, (given) =>
    readValidity(given, own('validFor')),
  );
  const grace = readOptional<TierGrace | null>(object['grace'], null, (given) => readGrace(given, own('grace')));
  const keepsAfterRefund = readOptional(object['keepsAfterRefund'], false, (given) =>
    readBoolean(given, own('keepsAfterRefund')),
  );
  const onVersion = readOptional<TierSetDocument['onVersion']>(object['onVersion'], 'keep', (given) =>
    readChoice(given, own('onVersion'), versionKinds),
  );
  if (id === null || name === null || measures === null || levels === null || period === null) return null;
  if (upgrade === undefined || atPeriodEnd === undefined || validFor === undefined || grace === undefined) return null;
  if (keepsAfterRefund === undefined || onVersion === undefined) return null;
  const read = { id, name, measures, period, upgrade, atPeriodEnd, validFor, grace, keepsAfterRefund, onVersion };
  const document: TierSetDocument = { ...read, levels: levels.map(({ level }) => level) };
  checkTogether(document, spot);
  if (spot.problems.problems.length > before) return null;
  return { document, nodes: levels.map(({ node }) => node) };
}

function readBoolean(value: FactValue, spot: Spot): boolean | null {
  if (typeof value === 'boolean') return value;
  tell(spot, 'document.not_a_truth_value', 'true or false is expected here.');
  return null;
}

interface ReadLevel {
  readonly level: TierLevel;
  readonly node: ConditionNode | null;
}

const noBenefits: readonly TierBenefit[] = [];

function readLevels(value: FactValue | undefined, spot: Spot, catalogue: FieldCatalogue): readonly ReadLevel[] | null {
  const items = readFilledList(value, spot, levelsMax);
  const levels = items.flatMap((item, index) => readLevel(item, at(spot, index), catalogue) ?? []);
  tellTwice(
    levels.map(({ level }) => level.id),
    spot,
  );
  return levels.length === items.length && items.length > 0 ? levels : null;
}

function readLevel(value: FactValue, spot: Spot, catalogue: FieldCatalogue): ReadLevel | null {
  const object = readObject(value, spot, levelKeys);
  if (object === null) return null;
  const id = readId(object['id'], at(spot, 'id'));
  const name = readLocalized(object['name'], at(spot, 'name'));
  const color = readOptional(object['color'], null, (given) => readText(given, at(spot, 'color'), colorLengthMax));
  const qualifies = readOptional(object['qualifies'], null, (given) => readQualification(given, at(spot, 'qualifies')));
  const node = readOptional(object['who'], null, (given) =>
    checkCondition(given, at(spot, 'who'), { catalogue, purpose: 'now' }),
  );
  const benefits = readOptional(object['benefits'], noBenefits, (given) => readBenefits(given, at(spot, 'benefits')));
  if (id === null || name === null || color === undefined || qualifies === undefined) return null;
  if (node === undefined || benefits === undefined) return null;
  const who = node === null ? null : toCondition(object['who']);
  return { level: { id, name, color, qualifies, who, benefits }, node };
}

/** The parse boundary: `checkCondition` has found the shape to be a condition. */
function toCondition(checked: FactValue | undefined): Condition {
  return checked as unknown as Condition;
}

/** What no part says by itself. */
function checkTogether(document: TierSetDocument, spot: Spot): void {
  const { measures, levels, period, upgrade, atPeriodEnd, validFor } = document;
  const known = new Set(measures.map(({ id }) => id));
  for (const [index, level] of levels.entries()) {
    const { qualifies, who } = level;
    const own = at(at(spot, 'levels'), index);
    if (index > 0 && qualifies === null && who === null)
      tell(own, 'tier.asks_nothing', 'Only the lowest level may ask for nothing.');
    if (isByInvitation(level) && who !== null)
      tell(at(own, 'who'), 'tier.invitation_alone', 'Whom to invite is decided by who invites.');
    if (qualifies === null || !('rules' in qualifies)) continue;
    for (const [place, { measure }] of qualifies.rules.entries())
      if (!known.has(measure))
        tell(
          at(at(at(own, 'qualifies'), 'rules'), place),
          'tier.unknown_measure',
          `There is no measure "${measure}" in this set.`,
        );
  }
  if (!hasPeriodEnds(period)) {
    if (upgrade === 'period_end')
      tell(
        at(spot, 'upgrade'),
        'tier.no_period_end',
        'Only calendar periods and anniversaries have an end to wait for.',
      );
    if (validFor !== null && validFor.periods !== null)
      tell(at(spot, 'validFor'), 'tier.no_period_end', 'Only calendar periods and anniversaries can be counted.');
  }
  if (period.kind === 'rolling' && atPeriodEnd === 'step_down_one' && validFor === null)
    tell(at(spot, 'validFor'), 'tier.steps_without_length', 'How long each step lasts is expected here.');
}
