import { cycleColumn, dayMs, ownGapColumn } from '@perennial/domain';
import type { WindowValue } from '@perennial/domain';
import { bindDouble, bindNumber } from './binder.ts';
import type { ConditionSource } from './source.ts';

/** Milliseconds of a window for a member: `compileWindow` of the domain, with its roundings; null where nobody has a rhythm. */
export function windowSql(window: WindowValue, daysMin: number, { binder }: ConditionSource): string {
  const double = (value: number): string => bindDouble(binder, value);
  switch (window.window) {
    case 'days':
      return bindNumber(binder, Math.round(window.days * dayMs));
    case 'personal': {
      const { multiple, minDays, maxDays } = window;
      const own = `${double(multiple)} * ${ownGapColumn}`;
      const kept = rounded(`least(${double(maxDays * dayMs)}, greatest(${double(minDays * dayMs)}, ${own}))`);
      // The two leave out what is null.
      return `if(isNull(${ownGapColumn}), null, ${kept})`;
    }
    case 'cycle': {
      const { multiple, fallbackDays } = window;
      const own = `${cycleColumn} * ${double(multiple)}`;
      const days = `if(isNull(${cycleColumn}), ${double(fallbackDays)}, ${own})`;
      return `greatest(${double(daysMin * dayMs)}, ${rounded(`${days} * ${double(dayMs)}`)})`;
    }
  }
}

/** Halves go up, as in the domain: `round` would take them to the even side. */
function rounded(sql: string): string {
  return `floor(${sql} + 0.5)`;
}
