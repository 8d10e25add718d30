/** A receiver that asks for more patience than this is asked again after a day all the same. */
export const retryAfterMaxMs = 86_400_000;

/** The one form of a date that HTTP lets anybody write: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7). */
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Milliseconds to wait, from `Retry-After` in seconds or as a date, at most a day; null when it says neither. */
export function readRetryAfter(text: string | undefined, nowMs: number): number | null {
  if (text === undefined) return null;
  const trimmed = text.trim();
  if (/^\d+$/.test(trimmed)) return Math.min(Number(trimmed) * 1_000, retryAfterMaxMs);
  // Date.parse reads a date out of almost anything ("5 minutes"), so the form is asked for first.
  const at = httpDate.test(trimmed) ? Date.parse(trimmed) : Number.NaN;
  return Number.isNaN(at) ? null : Math.min(Math.max(0, at - nowMs), retryAfterMaxMs);
}
