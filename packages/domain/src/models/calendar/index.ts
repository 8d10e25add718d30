export { blackFridayOn, easterOn, midAutumnOn, shoppingYearEffects, springFestivalOn } from './holidays.ts';
export type { CalendarEffect, ShoppingPace, ShoppingYear } from './holidays.ts';
export { learnCalendar } from './learn.ts';
export type { Calendar, CalendarOptions, LearnedEffect } from './learn.ts';
export { operationalSpan, operationalTimeOf, plainTime, timedHistoriesOf } from './operational-time.ts';
export type { OperationalTime, TimedHistories } from './operational-time.ts';
