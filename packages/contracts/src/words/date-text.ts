/** Calendar days and times of one zone, as a reader of one language reads them: the same on the screen and in a file. */
export interface DateText {
  /** Calendar day of an instant, epoch milliseconds. */
  readonly day: (at: number) => string;
  readonly clock: (at: number) => string;
  readonly instant: (at: number) => string;
}

/** `zone` is an IANA name. */
export function createDateText(locale: 'en' | 'zh-CN', zone: string): DateText {
  const days = new Intl.DateTimeFormat(locale, { timeZone: zone, year: 'numeric', month: 'short', day: 'numeric' });
  const parts = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  const clocks = new Intl.DateTimeFormat(locale, { timeZone: zone, ...parts });
  const day = (at: number) => days.format(at);
  const clock = (at: number) => clocks.format(at);
  return { day, clock, instant: (at) => `${day(at)} ${clock(at)}` };
}
