import type { Occasions } from '../transactions/occasions.ts';

/** Where a customer stands by her silence. `none` before the first purchase. */
export const STAGES = ['new', 'active', 'silent', 'dormant', 'churned'] as const;
export type Stage = (typeof STAGES)[number];

/** Index in `STAGES`; `NOT_YET` for a customer who has not bought by then. */
export const NOT_YET = 255;

/**
 * Upper ends of the stages in days since the last purchase, included; strictly ascending positive integers. A customer with a single purchase
 * is `new` up to `newDays`, then goes by the same windows as everybody.
 */
export interface StageWindows {
  readonly newDays: number;
  readonly activeDays: number;
  readonly silentDays: number;
  readonly dormantDays: number;
}

/** @throws RangeError when windows are not positive integers in ascending order (`newDays` may be anything up to `silentDays`). */
export function checkWindows(windows: StageWindows): StageWindows {
  const { newDays, activeDays, silentDays, dormantDays } = windows;
  const all = [newDays, activeDays, silentDays, dormantDays];
  if (!all.every((days) => Number.isInteger(days) && days >= 1))
    throw new RangeError('stage windows are whole days, one or more');
  if (!(activeDays < silentDays && silentDays < dormantDays && newDays <= silentDays)) {
    throw new RangeError(
      `stage windows must ascend: new ${newDays}, active ${activeDays}, silent ${silentDays}, dormant ${dormantDays}`,
    );
  }
  return windows;
}

/** The stage of somebody who bought on `purchaseDays` days, the last one `silentFor` days ago; index in `STAGES`. */
export function stageOf(purchaseDays: number, silentFor: number, windows: StageWindows): number {
  if (purchaseDays === 0) return NOT_YET;
  if (purchaseDays === 1 && silentFor <= windows.newDays) return 0;
  if (silentFor <= windows.activeDays) return 1;
  if (silentFor <= windows.silentDays) return 2;
  return silentFor <= windows.dormantDays ? 3 : 4;
}

/** Stage of every customer at the end of day `asOf`; index is the customer. Later occasions are ignored. */
export function stagesAt(occasions: Occasions, windows: StageWindows, asOf: number): Uint8Array {
  checkWindows(windows);
  const stages = new Uint8Array(occasions.customerCount);
  for (let who = 0; who < occasions.customerCount; who++) {
    const from = occasions.start[who] ?? 0;
    let to = occasions.start[who + 1] ?? 0;
    while (to > from && (occasions.day[to - 1] ?? 0) > asOf) to--;
    stages[who] = stageOf(to - from, asOf - (occasions.day[to - 1] ?? 0), windows);
  }
  return stages;
}

/** People per stage at the end of a day, in the order of `STAGES`. */
export interface StageCount {
  readonly asOf: number;
  readonly people: readonly number[];
}

/** People who moved between two ends of day: `moved[from][to]` by index in `STAGES`; `arrived[to]` first bought in between. */
export interface StageFlow {
  readonly fromDay: number;
  readonly toDay: number;
  readonly moved: readonly (readonly number[])[];
  readonly arrived: readonly number[];
}

export interface StageHistory {
  readonly counts: readonly StageCount[];
  readonly flows: readonly StageFlow[];
}

const HISTORY_POINTS_MAX = 400;

/**
 * How many people stood in each stage at the end of each given day, and how they moved in between.
 * @throws RangeError when days do not ascend or are more than 400.
 */
export function stageHistory(occasions: Occasions, windows: StageWindows, asOfDays: readonly number[]): StageHistory {
  if (asOfDays.length > HISTORY_POINTS_MAX)
    throw new RangeError(`a stage history has at most ${HISTORY_POINTS_MAX} points`);
  const counts: StageCount[] = [];
  const flows: StageFlow[] = [];
  let before: { readonly day: number; readonly stages: Uint8Array } | undefined;
  for (const day of asOfDays) {
    if (before !== undefined && day <= before.day) throw new RangeError('the days of a stage history must ascend');
    const stages = stagesAt(occasions, windows, day);
    const people = STAGES.map(() => 0);
    for (const stage of stages) if (stage !== NOT_YET) people[stage] = (people[stage] ?? 0) + 1;
    counts.push({ asOf: day, people });
    if (before !== undefined) flows.push({ fromDay: before.day, toDay: day, ...flowOf(before.stages, stages) });
    before = { day, stages };
  }
  return { counts, flows };
}

function flowOf(before: Uint8Array, after: Uint8Array): Pick<StageFlow, 'moved' | 'arrived'> {
  const moved = STAGES.map(() => STAGES.map(() => 0));
  const arrived = STAGES.map(() => 0);
  for (let who = 0; who < after.length; who++) {
    const to = after[who] ?? NOT_YET;
    if (to === NOT_YET) continue;
    const row = before[who] === NOT_YET ? arrived : moved[before[who] ?? 0];
    if (row !== undefined) row[to] = (row[to] ?? 0) + 1;
  }
  return { moved, arrived };
}
