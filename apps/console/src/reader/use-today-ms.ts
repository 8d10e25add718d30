import { useEffect, useState } from 'react';
import { dateOfInstant, endOfDay } from '../format/zoned-days.ts';
import { useFormat } from './use-format.ts';

/** An instant of today, by the program's zone: another one from its midnight on, so that a page left open does not stay in yesterday. */
export function useTodayMs(): number {
  const { zone } = useFormat();
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const midnightMs = endOfDay(dateOfInstant(nowMs, zone), zone) + 1;
    const timer = setTimeout(() => setNowMs(Date.now()), Math.max(0, midnightMs - Date.now()));
    return () => clearTimeout(timer);
  }, [nowMs, zone]);
  return nowMs;
}
