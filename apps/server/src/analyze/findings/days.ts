const dayMs = 86_400_000;

/** `YYYY-MM-DD` of days since 1970-01-01. */
export function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** Days since 1970-01-01 of `YYYY-MM-DD`; undefined when it is none. */
export function dayOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? undefined : at / dayMs;
}

/** Last days of the months from `from` to `to`, the latest `countMax` of them, and `to` itself at the end. */
export function monthEnds(from: number, to: number, countMax: number): readonly number[] {
  const ends: number[] = [to];
  const last = new Date(to * dayMs);
  for (let back = 0; ends.length < countMax; back++) {
    const end = Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - back, 0) / dayMs;
    if (end < from) break;
    if (end < to) ends.push(end);
  }
  return ends.reverse();
}
