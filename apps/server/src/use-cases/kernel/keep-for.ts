/** One reading at a time, kept for so long; a failed one is not kept. */
export function keepFor<T>(ms: number, now: () => number, read: () => Promise<T>): () => Promise<T> {
  let kept: { readonly until: number; readonly value: Promise<T> } | undefined;
  return () => {
    if (kept !== undefined && kept.until > now()) return kept.value;
    const value = read();
    kept = { until: now() + ms, value };
    value.catch(() => (kept = undefined));
    return value;
  };
}
