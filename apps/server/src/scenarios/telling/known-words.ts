import { lifecycleRulesOf, tiersRulesOf, walletsRulesOf } from '@perennial/domain';
import type { FactPayload, FactValue } from '@perennial/domain';
import type { Stage } from '../stage/stage.ts';
import { describeKnown } from '../story/strict-object.ts';
import type { Difference } from './differences.ts';

/** What the programs of a story have names for, whichever of them is in force: a story may ask for what was taken away. */
interface KnownWords {
  /** Ids of their stages, by lifecycle. */
  readonly lifecycles: ReadonlyMap<string, readonly string[]>;
  readonly metrics: readonly string[];
  readonly wallets: readonly string[];
  /** Ids of their levels, by set. */
  readonly tiers: ReadonlyMap<string, readonly string[]>;
}

/**
 * What differs, with the word that was meant where one is of nobody. A lifecycle or a field that no program has is a difference though null is
 * expected of it: it would be null whatever becomes of her.
 */
export function withKnownWords(
  differences: readonly Difference[],
  expected: FactPayload,
  stage: Stage,
): readonly Difference[] {
  const words = wordsOf(stage);
  const unknown = [
    ...unknownIn(expected, 'stages', [...words.lifecycles.keys()]),
    ...unknownIn(expected, 'metrics', words.metrics),
    ...unknownIn(expected, 'wallets', words.wallets),
    ...unknownIn(expected, 'tiers', [...words.tiers.keys()]),
  ];
  const paths = new Set(unknown.map(({ path }) => path));
  const others = differences.filter(({ path }) => !paths.has(path));
  return [...unknown, ...others.map((one) => withHint(one, words))];
}

function wordsOf({ platform }: Stage): KnownWords {
  const { programs } = platform.programs.context;
  const lifecycles = programs.flatMap((program) => lifecycleRulesOf(program).lifecycles);
  const sets = programs.flatMap((program) => [...tiersRulesOf(program).sets.values()]);
  const metrics = programs.flatMap(({ catalogue }) => catalogue.fields.filter(({ isTimeline }) => isTimeline));
  return {
    lifecycles: new Map(
      [...Map.groupBy(lifecycles, ({ id }) => id)].map(([id, versions]) => [
        id,
        [...new Set(versions.flatMap(({ stages }) => stages.map((one) => one.id)))],
      ]),
    ),
    metrics: [...new Set(metrics.map(({ field }) => field))],
    tiers: new Map(
      [...Map.groupBy(sets, ({ document }) => document.id)].map(([id, versions]) => [
        id,
        [...new Set(versions.flatMap(({ document }) => document.levels.map((level) => level.id)))],
      ]),
    ),
    wallets: [...new Set(programs.flatMap((program) => [...walletsRulesOf(program).wallets.keys()]))],
  };
}

function unknownIn(expected: FactPayload, key: string, known: readonly string[]): readonly Difference[] {
  return Object.entries(fieldsOf(expected[key] ?? null))
    .filter(([name]) => !known.includes(name))
    .map(([name, value]) => ({
      path: `${key}.${name}`,
      expected: value,
      observed: 'not known here',
      hint: describeKnown(name, known),
    }));
}

function withHint(one: Difference, { lifecycles, tiers }: KnownWords): Difference {
  const set = /^tiers\.([^.]+)(?:\.level)?$/.exec(one.path)?.[1];
  const levels = set === undefined ? undefined : tiers.get(set);
  if (levels !== undefined && typeof one.expected === 'string' && !levels.includes(one.expected))
    return { ...one, hint: describeKnown(one.expected, levels) };
  const lifecycle = /^stages\.([^.]+)(?:\.stage|\.next\.stage)?$/.exec(one.path)?.[1];
  const ofMove = /^moves\[\d+\]\.(?:from|to)$/.test(one.path);
  if (lifecycle === undefined && !ofMove) return one;
  const known = lifecycle === undefined ? [...new Set([...lifecycles.values()].flat())] : lifecycles.get(lifecycle);
  const isKnown = typeof one.expected !== 'string' || known === undefined || known.includes(one.expected);
  return isKnown ? one : { ...one, hint: describeKnown(String(one.expected), known) };
}

function fieldsOf(value: FactValue): FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as FactPayload) : {};
}
