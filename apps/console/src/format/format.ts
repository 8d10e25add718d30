import { createDateText, createNumberText, minorDigits } from '@perennial/contracts';

/** What numbers, amounts and instants look like: one language, one zone and one currency at a time. */
export interface FormatSettings {
  readonly locale: 'en' | 'zh-CN';
  /** IANA name of the program's zone; calendar days and times are shown in it. */
  readonly zone: string;
  /** ISO 4217 code of the program's currency. */
  readonly currency: string;
}

/** An instant as the API writes it (ISO 8601 text) or in epoch milliseconds. */
export type InstantLike = number | string;

/** Epoch milliseconds of an instant. */
export function toMilliseconds(instant: InstantLike): number {
  return typeof instant === 'number' ? instant : Date.parse(instant);
}

export interface Formatter extends FormatSettings {
  readonly integer: (value: number) => string;
  /** Rounded to at most `digits` decimals, trailing zeros kept out. */
  readonly decimal: (value: number, digits?: number) => string;
  /** A ratio as per cent, one decimal: 0.123 is 12.3 %. */
  readonly percent: (ratio: number) => string;
  /** A change with its sign; "±0" for none. */
  readonly signed: (value: number) => string;
  readonly signedPercent: (ratio: number) => string;
  /** A change in proportion: per cent, or a multiple from ten times on, where per cent says nothing. '' from nothing. */
  readonly change: (now: number, before: number) => string;
  /** Minor units of the program's currency. */
  readonly money: (amountMinor: number) => string;
  /** The same of any currency. */
  readonly moneyIn: (amountMinor: number, currency: string) => string;
  /** Without the minor digits, shortened from ten thousand on; for axes and tiles. */
  readonly moneyShort: (amountMinor: number) => string;
  /** Shortened from ten thousand on, for axes and figures on bars. */
  readonly short: (value: number) => string;
  /** Calendar day of an instant in the program's zone. */
  readonly day: (instant: InstantLike) => string;
  /** A plain date `2026-11-21` as the reader's language writes it; no zone is involved. */
  readonly plainDate: (date: string) => string;
  /** Two plain dates as one span, both included, with what they share said once: "1 – 30 May 2026". */
  readonly plainRange: (from: string, to: string) => string;
  readonly monthOf: (date: string) => string;
  readonly instant: (instant: InstantLike) => string;
  readonly clock: (instant: InstantLike) => string;
  /** Distance between two instants in the largest fitting unit: "in 3 days", "2 months ago". */
  readonly relative: (instant: InstantLike, nowMs: number) => string;
}

const dayMs = 86_400_000;
/** A change of so many times is shown as a multiple. */
const multipleMin = 10;

export function createFormatter(settings: FormatSettings): Formatter {
  return { ...settings, ...numberFormats(settings), ...moneyFormats(settings), ...dateFormats(settings) };
}

function numberFormats({ locale, currency }: FormatSettings) {
  const text = createNumberText(locale, currency);
  const integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: 'exceptZero' });
  const signedPercent = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  return {
    integer: (value: number) => integer.format(value),
    decimal: (value: number, digits = 1) => text.decimal(value, digits),
    percent: (ratio: number) => percent.format(ratio),
    signed: (value: number) => (value === 0 ? '±0' : signed.format(value)),
    signedPercent: (ratio: number) => (ratio === 0 ? '±0%' : signedPercent.format(ratio)),
    change: (now: number, before: number) => {
      if (before === 0) return '';
      const multiple = now / before;
      if (multiple >= multipleMin) return `×${integer.format(multiple)}`;
      return now === before ? '±0%' : signedPercent.format(multiple - 1);
    },
    short: (value: number) => (Math.abs(value) < 10_000 ? integer.format(value) : short.format(value)),
  };
}

function moneyFormats({ locale, currency }: FormatSettings) {
  const scale = 10 ** minorDigits(currency);
  const base = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  const { money } = createNumberText(locale, currency);
  const whole = new Intl.NumberFormat(locale, { ...base, maximumFractionDigits: 0, minimumFractionDigits: 0 });
  const short = new Intl.NumberFormat(locale, { ...base, notation: 'compact', maximumFractionDigits: 1 });
  return {
    money,
    moneyIn: (amountMinor: number, of: string) =>
      of === currency ? money(amountMinor) : moneyOf(locale, of, amountMinor),
    moneyShort: (amountMinor: number) => {
      const amount = amountMinor / scale;
      return Math.abs(amount) < 10_000 ? whole.format(amount) : short.format(amount);
    },
  };
}

/** Of a currency that facts named; a code that is none is shown as it is. */
function moneyOf(locale: string, currency: string, amountMinor: number): string {
  if (!/^[A-Z]{3}$/.test(currency)) return `${amountMinor} ${currency}`;
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code' });
  return format.format(amountMinor / 10 ** minorDigits(currency));
}

function dateFormats({ locale, zone }: FormatSettings) {
  const text = createDateText(locale, zone);
  const plain = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric' });
  const dayOfYear = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'short', day: 'numeric' });
  // The language's own spans are written in digits and slashes in Chinese, unlike its days.
  const chineseRange = (from: string, to: string) =>
    `${plain.format(atMidnight(from))}至${(from.slice(0, 4) === to.slice(0, 4) ? dayOfYear : plain).format(atMidnight(to))}`;
  const month = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', year: 'numeric', month: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    day: (instant: InstantLike) => text.day(toMilliseconds(instant)),
    plainDate: (date: string) => plain.format(atMidnight(date)),
    plainRange: (from: string, to: string) => {
      if (from === to) return plain.format(atMidnight(from));
      return locale === 'zh-CN' ? chineseRange(from, to) : plain.formatRange(atMidnight(from), atMidnight(to));
    },
    monthOf: (date: string) => month.format(Date.parse(`${date.slice(0, 7)}-01T00:00:00Z`)),
    instant: (instant: InstantLike) => text.instant(toMilliseconds(instant)),
    clock: (instant: InstantLike) => text.clock(toMilliseconds(instant)),
    relative: (instant: InstantLike, nowMs: number) => formatRelative(relative, toMilliseconds(instant) - nowMs),
  };
}

function atMidnight(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

const relativeUnits = [
  { unit: 'year', ms: 365 * dayMs },
  { unit: 'month', ms: 30 * dayMs },
  { unit: 'day', ms: dayMs },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;

function formatRelative(format: Intl.RelativeTimeFormat, distanceMs: number): string {
  const fitting = relativeUnits.find(({ ms }) => Math.abs(distanceMs) >= ms);
  if (fitting === undefined) return format.format(Math.round(distanceMs / 1000), 'second');
  return format.format(Math.round(distanceMs / fitting.ms), fitting.unit);
}
