import { dayMs } from '../kernel/base/instants.ts';
import type { ConditionSubject } from '../kernel/fields/subject.ts';
import type { ConditionWorld } from '../kernel/fields/world.ts';
import type { WindowValue } from './condition.ts';

/** Milliseconds of a window for one member; depends on her evidence, never on time. */
export type WindowLength = (subject: ConditionSubject) => number;

export function compileWindow(window: WindowValue, daysMin: number, world: ConditionWorld): WindowLength {
  switch (window.window) {
    case 'days': {
      const length = Math.round(window.days * dayMs);
      return () => length;
    }
    case 'personal': {
      const { multiple } = window;
      const minMs = window.minDays * dayMs;
      const maxMs = window.maxDays * dayMs;
      return (subject) => Math.round(Math.min(maxMs, Math.max(minMs, multiple * world.ownGapMs(subject))));
    }
    case 'cycle': {
      const { multiple, fallbackDays } = window;
      const minMs = daysMin * dayMs;
      return (subject) => {
        const cycleDays = world.cycleDays(subject);
        const days = cycleDays === null ? fallbackDays : cycleDays * multiple;
        return Math.max(minMs, Math.round(days * dayMs));
      };
    }
  }
}
