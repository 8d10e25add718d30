import { describeClock, judgeClock } from '../../platform/store-clock.ts';
import type { StoreClock } from '../../platform/store-clock.ts';
import type { Finding, Verdict } from './finding.ts';

const verdicts: Readonly<Record<ReturnType<typeof judgeClock>, Verdict>> = {
  agrees: 'ok',
  differs: 'warning',
  far: 'wrong',
};

/** Whether this machine and PostgreSQL have one time. */
export async function checkClock(clock: Pick<StoreClock, 'measure'>): Promise<Finding> {
  const check = 'clock';
  try {
    const reading = await clock.measure();
    return { check, verdict: verdicts[judgeClock(reading)], detail: describeClock(reading) };
  } catch (error) {
    // That the database does not answer is another check's finding.
    return { check, verdict: 'warning', detail: error instanceof Error ? error.message : String(error) };
  }
}
