/** How failures of one kind slow the next attempt down: not at all up to a number, then ever longer, up to a longest wait. */
export interface AttemptLimit {
  readonly freeFailures: number;
  readonly firstWaitMs: number;
  readonly waitMsMax: number;
  /** Without another failure for so long, the count begins anew. */
  readonly forgottenAfterMs: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * Who guesses is slowed down by what he cannot change; the owner is not. A pair of address and account is limited first, so that a
 * stranger stops himself only. Address and account alone are limited later and never for more than a quarter of an hour: against one
 * who tries many accounts, and many who try one (beyond the free ones, about a hundred guesses a day). A browser that the owner
 * signed in from is counted by itself, whatever happens elsewhere.
 */
export const attemptLimits = {
  pair: { freeFailures: 8, firstWaitMs: minuteMs, waitMsMax: hourMs, forgottenAfterMs: 24 * hourMs },
  device: { freeFailures: 8, firstWaitMs: minuteMs / 2, waitMsMax: 15 * minuteMs, forgottenAfterMs: 24 * hourMs },
  address: { freeFailures: 30, firstWaitMs: minuteMs / 2, waitMsMax: 15 * minuteMs, forgottenAfterMs: hourMs },
  account: { freeFailures: 40, firstWaitMs: minuteMs / 2, waitMsMax: 15 * minuteMs, forgottenAfterMs: 24 * hourMs },
} as const satisfies Record<string, AttemptLimit>;

/** Milliseconds to wait after so many failures. */
export function waitAfter(failures: number, limit: AttemptLimit): number {
  if (failures < limit.freeFailures) return 0;
  return Math.min(limit.firstWaitMs * 2 ** (failures - limit.freeFailures), limit.waitMsMax);
}

/** The network that an address stands for: the whole of IPv4, the first 64 bits of IPv6, which one household has to choose from. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('%', 1)[0]?.split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
