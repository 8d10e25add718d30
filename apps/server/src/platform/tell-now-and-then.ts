/**
 * Tells the first failure at once and of those that follow one each `everyMs`, with how many there were: what is tried again several
 * times a second would fill a log and say nothing more.
 */
export function tellNowAndThen(
  tell: (error: unknown, failures: number) => void,
  options: { readonly everyMs: number; readonly now: () => number },
): (error: unknown) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  let failures = 0;
  return (error) => {
    failures += 1;
    if (options.now() - toldAt < options.everyMs) return;
    toldAt = options.now();
    tell(error, failures);
    failures = 0;
  };
}
