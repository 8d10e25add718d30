import { soonestFalls, tierDues, tierMoves } from '@perennial/clickhouse';
import type { TierDue, TierFall } from '@perennial/clickhouse';
import { can } from '@perennial/contracts';
import type { RouteAnswer, Routes } from '@perennial/contracts';
import { openView, periodEndOf, progressOf, tiersFacet, tiersRulesOf } from '@perennial/domain';
import type { CompiledProgram, CompiledTierSet, MemberId } from '@perennial/domain';
import { readMember } from '@perennial/engine';
import type { FoldStore, Programs } from '@perennial/engine';
import type { CallContext } from '../kernel/call-context.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { LabelsOf } from '../personal-data/label.ts';
import { dayOf, daysLater, startOfDay } from '../reading/days.ts';
import { momentText, presentMoment } from '../reading/moment.ts';
import { lifecycleIn } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { shownProgress } from './shown-set.ts';

export interface ForecastDependencies {
  readonly world: ReadingWorld;
  readonly foldStore: FoldStore;
  readonly programs: Programs;
  readonly labelsOf: LabelsOf;
}

interface OfSet {
  readonly tierSet: string;
}

type Answer<Name extends keyof Routes['tiers']> = RouteAnswer<Routes['tiers'][Name]>;
type Window = Answer<'forecast'>['windows'][number];

export type TierForecasts = ReturnType<typeof createTierForecasts>;

/** What becomes of the levels of all members if nothing happens. Both throw `tier.unknown_set`. */
export function createTierForecasts(dependencies: ForecastDependencies) {
  return {
    forecast: (request: OfSet) => forecast(dependencies, request),
    /** Throws `auth.forbidden` for a key that may not read members. */
    falls: (
      context: Pick<CallContext, 'caller'>,
      request: OfSet & { readonly days: number; readonly limit: number },
    ) => {
      if (!can(context.caller, 'members.read').isAllowed) throw new ProblemError('auth.forbidden');
      return falls(dependencies, request);
    },
  };
}

async function forecast({ world }: ForecastDependencies, { tierSet }: OfSet): Promise<Answer<'forecast'>> {
  const [moment, program] = await Promise.all([presentMoment(world), world.program()]);
  const set = setIn(program, tierSet);
  const windows = windowsOf(set, { at: moment.at, program, zone: world.zone });
  const untils = windows.map(({ until }) => startOfDay(until, world.zone));
  const lens = await world.lens();
  const options = { known: moment.version, tierSet, untils };
  const [moves, grace, judged] = await Promise.all([
    tierMoves(lens, options),
    tierDues(lens, 'tier_grace_from', options),
    tierDues(lens, 'tier_valid_until', options),
  ]);
  const byLadder = (level: string) => set.levels.findIndex(({ document }) => document.id === level);
  const duesOf = (dues: readonly TierDue[], at: number | undefined) =>
    dues
      .filter(({ until }) => until === at)
      .map(({ level, members }) => ({ level, members }))
      .toSorted((a, b) => byLadder(b.level) - byLadder(a.level));
  return {
    asOfAt: moment.at,
    known: momentText(moment),
    tierSet,
    name: set.document.name,
    levels: set.levels.map(({ document: { id, name } }) => ({ id, name })),
    windows: windows.map((window, index) => ({
      ...window,
      moves: moves
        .filter(({ until }) => until === untils[index])
        .map(({ from, to, isFall, members }) => ({ from, to, isFall, members, loses: losesOf(set, from, to) }))
        .toSorted((a, b) => byLadder(b.from) - byLadder(a.from) || byLadder(b.to) - byLadder(a.to)),
      grace: duesOf(grace, untils[index]),
      judged: duesOf(judged, untils[index]),
    })),
  };
}

const windowDays = [30, 90] as const;
/** Where no period ends for everybody at once. */
const furthestDays = 365;
const dayMs = 86_400_000;

interface WindowsUse {
  readonly at: number;
  readonly program: CompiledProgram;
  readonly zone: string;
}

/** What ends with a period ends when the day after it begins, so that day is looked at too. */
function windowsOf(
  set: CompiledTierSet,
  { at, program, zone }: WindowsUse,
): readonly Pick<Window, 'kind' | 'days' | 'until'>[] {
  const today = dayOf(at, zone);
  const { days } = tiersRulesOf(program).world;
  const end = periodEndOf(set, days.dayOf(at));
  const endOn = end === null ? null : dayOf(days.startOf(end), zone);
  const toDay = (count: number) => ({ kind: 'days' as const, days: count, until: daysLater(today, count + 1) });
  const last =
    endOn === null
      ? toDay(furthestDays)
      : { kind: 'period_end' as const, days: daysBetween(today, endOn), until: daysLater(endOn, 1) };
  return [...windowDays.map(toDay), last];
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

function setIn(program: CompiledProgram, tierSet: string): CompiledTierSet {
  const set = tiersRulesOf(program).sets.get(tierSet);
  if (set === undefined) throw new ProblemError('tier.unknown_set');
  return set;
}

/** Benefits are stated level by level: what the lower one does not state is lost. */
function losesOf(set: CompiledTierSet, from: string, to: string): Window['moves'][number]['loses'] {
  const benefitsAt = (level: string) =>
    set.levels.find(({ document }) => document.id === level)?.document.benefits ?? [];
  const left = new Set(benefitsAt(to).map(({ id }) => id));
  return benefitsAt(from)
    .filter(({ id }) => !left.has(id))
    .map(({ id, kind, name }) => ({ id, kind, name }));
}

async function falls(
  dependencies: ForecastDependencies,
  { tierSet, days, limit }: OfSet & { readonly days: number; readonly limit: number },
): Promise<Answer<'falls'>> {
  const { world, labelsOf } = dependencies;
  const [program, { id: lifecycle }] = await Promise.all([world.program(), lifecycleIn(world, undefined)]);
  const set = setIn(program, tierSet);
  const at = world.now();
  const until = daysLater(dayOf(at, world.zone), days + 1);
  const options = { lifecycle, tierSet, until: startOfDay(until, world.zone), limit };
  const found = await soonestFalls(await world.lens(), options);
  const labels = await labelsOf(found.map(({ id }) => id));
  const items: Answer<'falls'>['items'] = [];
  for (const fall of found) {
    const { id: memberId, from, to, graceFrom } = fall;
    const label = labels.get(memberId)?.label ?? '';
    const kept = await keptBy(dependencies, { program, fall, tierSet, at });
    items.push({ memberId, label, from, to, at: fall.at, graceFrom, ...kept, loses: losesOf(set, from, to) });
  }
  return { asOfAt: at, tierSet, until, items };
}

interface KeptUse extends OfSet {
  readonly program: CompiledProgram;
  readonly fall: TierFall;
  readonly at: number;
}

type Kept = Pick<Answer<'falls'>['items'][number], 'because' | 'keep'>;

/** Why she has the level, and what keeps it: only what she has earned is kept by earning it again. */
async function keptBy(
  { foldStore, programs }: ForecastDependencies,
  { program, fall, tierSet, at }: KeptUse,
): Promise<Kept> {
  // Ids come from the lens, which holds those that were made here.
  const key = { shard: fall.shard, id: fall.id as MemberId };
  const folded = await readMember(foldStore, programs, { key, asOf: at });
  const progress =
    folded === null ? null : progressOf(openView(folded, tiersFacet), tiersRulesOf(program), { set: tierSet, at });
  if (progress === null) return { because: '', keep: null };
  const { standing, keep } = progress;
  const isEarned = keep !== null && keep.level === standing.level;
  return { because: standing.reason, keep: isEarned ? shownProgress(keep) : null };
}
