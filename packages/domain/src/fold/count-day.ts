import type { ActivityDayRow, ActivityKind } from './rows.ts';

/** One activity, to be counted in its day. */
export interface DayCount {
  readonly day: number;
  readonly kind: ActivityKind;
  readonly place: string;
  readonly at: number;
  readonly value: number;
}

/** Rows of a work are its own, so they are counted up in place. */
export function countIn(days: Map<string, ActivityDayRow>, key: string, one: DayCount): void {
  const known: CountedDay | undefined = days.get(key);
  const { at, value } = one;
  if (known === undefined) {
    days.set(key, {
      day: one.day,
      kind: one.kind,
      place: one.place,
      count: 1,
      firstAt: at,
      lastAt: at,
      valueSum: value,
    });
    return;
  }
  known.count += 1;
  if (at < known.firstAt) known.firstAt = at;
  if (at > known.lastAt) known.lastAt = at;
  known.valueSum += value;
}

type CountedDay = { -readonly [Field in keyof ActivityDayRow]: ActivityDayRow[Field] };
