import { ByteReader, ByteWriter } from '../../../kernel/base/bytes.ts';
import { createActivityState, trackedKinds } from './activity-state.ts';
import type { ActivityState } from './activity-state.ts';
import { never } from '../../../kernel/base/instants.ts';

const formatVersion = 1;
/** Seven bytes; only a shared card can come so far. */
const sumMinorMax = 2 ** 49 - 1;

/**
 * The state as bytes: format version, then variable-length integers; instants relative to the first one, recent purchases
 * as gaps. The widest possible state takes 255 bytes of the 256 that a facet may have.
 */
export function encodeActivity(state: ActivityState): Uint8Array {
  const out = new ByteWriter();
  writeActivity(out, state);
  return out.finish();
}

export function writeActivity(out: ByteWriter, state: ActivityState): void {
  const base = state.firstAt === never ? 0 : state.firstAt;
  out.byte(formatVersion);
  out.integer(state.factCount);
  out.optional(state.firstAt, 0);
  if (state.firstAt === never) return;
  out.integer(state.foldedUntil - base);
  out.optional(state.registeredAt, base);
  out.integer(state.reviewCount);
  if (state.reviewCount > 0) out.integer(state.ratingSum);
  writePurchases(out, state, base);
  let present = 0;
  for (let i = 0; i < trackedKinds.length; i += 1) if ((state.days[i] ?? 0) > 0) present |= 1 << i;
  out.integer(present);
  for (let i = 0; i < trackedKinds.length; i += 1) {
    const days = state.days[i] ?? 0;
    if (days === 0) continue;
    out.integer(days);
    out.integer((state.lastAt[i] ?? base) - base);
  }
}

function writePurchases(out: ByteWriter, state: ActivityState, base: number): void {
  const hasOrders = state.purchaseCount + state.cancelledCount + state.refundCount > 0;
  out.byte(hasOrders ? 1 + state.recentPurchases.length : 0);
  if (!hasOrders) return;
  out.integer(state.purchaseCount);
  out.integer(state.cancelledCount);
  out.integer(state.refundCount);
  out.integer(Math.min(sumMinorMax, state.grossMinor));
  out.integer(Math.min(sumMinorMax, state.refundedMinor));
  out.integer(state.lastCategory);
  out.optional(state.firstPurchaseAt, base);
  out.gaps(state.recentPurchases, base);
}

/**
 * The state that begins at `start`.
 *
 * @throws an invariant error for bytes of an unknown format or cut short.
 */
export function decodeActivity(bytes: Uint8Array, start = 0): ActivityState {
  const input = new ByteReader(bytes, formatVersion, start);
  const state = createActivityState();
  state.factCount = input.integer();
  state.firstAt = input.optional(0);
  if (state.firstAt === never) return state;
  const base = state.firstAt;
  state.foldedUntil = base + input.integer();
  state.registeredAt = input.optional(base);
  state.reviewCount = input.integer();
  if (state.reviewCount > 0) state.ratingSum = input.integer();
  readPurchases(input, state, base);
  const present = input.integer();
  for (let i = 0; i < trackedKinds.length; i += 1) {
    if ((present & (1 << i)) === 0) continue;
    state.days[i] = input.integer();
    state.lastAt[i] = base + input.integer();
  }
  return state;
}

function readPurchases(input: ByteReader, state: ActivityState, base: number): void {
  const marker = input.integer();
  if (marker === 0) return;
  state.purchaseCount = input.integer();
  state.cancelledCount = input.integer();
  state.refundCount = input.integer();
  state.grossMinor = input.integer();
  state.refundedMinor = input.integer();
  state.lastCategory = input.integer();
  state.firstPurchaseAt = input.optional(base);
  state.recentPurchases = input.gaps(marker - 1, base);
}
