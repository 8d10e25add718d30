/** How the clock of this machine stands to that of the database, by which everything is recorded. */
export interface ClockReading {
  /** By how much the database's clock is ahead, milliseconds; negative where it is behind. */
  readonly aheadMs: number;
  /** The question and its answer took so long: it is not known more exactly than half of this. */
  readonly roundTripMs: number;
}

export type ClockVerdict = 'agrees' | 'differs' | 'far';

/** What is forgiven, and from where on it is an error: facts without an instant of their own, sessions and publications would be moved by it. */
export const clockLimits = { agreesMs: 2_000, farMs: 60_000 } as const;

export function judgeClock({ aheadMs, roundTripMs }: ClockReading): ClockVerdict {
  // The least that it differs by, whenever within the round trip the database looked at its clock.
  const differsMs = Math.max(0, Math.abs(aheadMs) - roundTripMs / 2);
  if (differsMs > clockLimits.farMs) return 'far';
  return differsMs > clockLimits.agreesMs ? 'differs' : 'agrees';
}

/**
 * The time of the database, kept in memory, for all that is written down or compared with what was. While the machine's clock agrees it is
 * that clock; otherwise it is corrected by what was measured. When the machine's clock jumps it goes on by the time that has passed, and
 * is measured anew.
 */
export interface StoreClock {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** As last measured. */
  readonly reading: () => ClockReading;
  /** Asks the database. While it is away the last reading stands. */
  measure(): Promise<ClockReading>;
  /** Measures again and again, until it is stopped; tells of every change once. */
  watch(): { stop(): void };
}

export interface StoreClockOptions {
  /** Of the database, epoch milliseconds. */
  readonly askStore: () => Promise<number>;
  /** Of this machine, epoch milliseconds; may be set by somebody. */
  readonly own: () => number;
  /** Of this machine, milliseconds from somewhere; never set. */
  readonly passed: () => number;
  readonly report: (message: string) => void;
}

const samples = 3;
const watchMs = 10_000;

export function createStoreClock({ askStore, own, passed, report }: StoreClockOptions): StoreClock {
  let reading: ClockReading = { aheadMs: 0, roundTripMs: 0 };
  let told: ClockVerdict = 'agrees';
  /** Both clocks of the machine when it was measured, and by how much the database's is taken to be ahead. */
  let measured = { own: own(), passed: passed(), correctionMs: 0 };
  let measuring: Promise<ClockReading> | undefined;

  async function measure(): Promise<ClockReading> {
    reading = await readClock({ askStore, own, passed });
    const verdict = judgeClock(reading);
    measured = { own: own(), passed: passed(), correctionMs: verdict === 'agrees' ? 0 : reading.aheadMs };
    if (verdict !== told) report(describeClock(reading));
    told = verdict;
    return reading;
  }

  /** One at a time, whoever asks. */
  function measureOnce(): Promise<ClockReading> {
    measuring ??= measure().finally(() => {
      measuring = undefined;
    });
    return measuring;
  }

  const measureQuietly = (): void => void measureOnce().catch(() => undefined);

  return {
    now() {
      const at = own();
      const passedMs = passed() - measured.passed;
      const isJump = Math.abs(at - measured.own - passedMs) > clockLimits.agreesMs;
      if (!isJump) return at + measured.correctionMs;
      measureQuietly();
      return Math.round(measured.own + passedMs + measured.correctionMs);
    },
    reading: () => reading,
    measure: measureOnce,
    watch() {
      const timer = setInterval(measureQuietly, watchMs);
      timer.unref();
      return { stop: () => clearInterval(timer) };
    },
  };
}

/** Of a few attempts the one that took least: the others say how long something else held them up. */
async function readClock({
  askStore,
  own,
  passed,
}: Pick<StoreClockOptions, 'askStore' | 'own' | 'passed'>): Promise<ClockReading> {
  let best: ClockReading | undefined;
  for (let attempt = 0; attempt < samples; attempt += 1) {
    const askedAt = passed();
    const storeAt = await askStore();
    const roundTripMs = passed() - askedAt;
    if (best === undefined || roundTripMs < best.roundTripMs)
      best = { aheadMs: Math.round(storeAt - (own() - roundTripMs / 2)), roundTripMs };
  }
  return best ?? { aheadMs: 0, roundTripMs: 0 };
}

/** In words, for the log and the doctor. */
export function describeClock(reading: ClockReading): string {
  const { aheadMs } = reading;
  const seconds = (Math.abs(aheadMs) / 1000).toFixed(1);
  if (judgeClock(reading) === 'agrees')
    return `the clock of this machine agrees with that of PostgreSQL (${seconds} s)`;
  const side = aheadMs > 0 ? 'behind' : 'ahead of';
  return `the clock of this machine is ${seconds} s ${side} that of PostgreSQL, whose time is taken; set both by NTP`;
}
