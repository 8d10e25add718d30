import { lastInteractionAt, lastPurchaseAt, medianGapMs } from '../activity/activity-state.ts';
import type { ActivityState } from '../activity/activity-state.ts';
import { dayMs, never } from '../activity/instants.ts';
import type { ActivityMetric, FieldDefinition, WindowValue } from './condition.ts';
import type { ConditionWorld } from './predicate.ts';

/** Milliseconds of a window for one member; depends on her evidence, never on time. */
export type WindowLength = (activity: ActivityState) => number;

export function compileWindow(window: WindowValue, daysMin: number, world: ConditionWorld): WindowLength {
  switch (window.window) {
    case 'days': {
      const length = Math.round(window.days * dayMs);
      return () => length;
    }
    case 'personal': {
      const { multiple } = window;
      const brandMs = world.brandGapDays * dayMs;
      const minMs = window.minDays * dayMs;
      const maxMs = window.maxDays * dayMs;
      return (activity) => Math.round(Math.min(maxMs, Math.max(minMs, multiple * (medianGapMs(activity) ?? brandMs))));
    }
    case 'cycle': {
      const { multiple, fallbackDays } = window;
      const minMs = daysMin * dayMs;
      return (activity) => {
        const cycleDays = world.cycleDays.get(activity.lastCategory);
        const days = cycleDays === undefined ? fallbackDays : cycleDays * multiple;
        return Math.max(minMs, Math.round(days * dayMs));
      };
    }
  }
}

export type InstantReader = (activity: ActivityState) => number;

/** Reads an instant field; `never` when it has not happened. */
export function readInstant(definition: FieldDefinition): InstantReader {
  const { source } = definition;
  if (source.kind === 'last') {
    const { index } = source;
    return (activity) => activity.lastAt[index] ?? never;
  }
  return source.kind === 'activity' ? (instantReaders[source.metric] ?? neverHappened) : neverHappened;
}

const instantReaders: Readonly<Partial<Record<ActivityMetric, InstantReader>>> = {
  registeredAt: (activity) => activity.registeredAt,
  firstPurchaseAt: (activity) => activity.firstPurchaseAt,
  lastPurchaseAt,
  lastInteractionAt,
};

function neverHappened(): number {
  return never;
}
