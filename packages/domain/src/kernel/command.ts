import type { Asks, Rejection } from './facet.ts';
import type { Take } from './rows/needs.ts';
import type { FactPayload } from './base/payload.ts';

export function reject(code: string, facts: FactPayload = {}): Rejection {
  return { kind: 'rejection', code, facts };
}

export function ask(takes: readonly Take[]): Asks {
  return { kind: 'asks', takes };
}

export const noAsks: Asks = ask([]);
