import { notByTime } from '../../../kernel/base/instants.ts';
import { ByteReader, ByteWriter } from '../../../kernel/base/bytes.ts';
import { createLifecycleState } from './lifecycle-state.ts';
import type { LifecycleState } from './lifecycle-state.ts';

const formatVersion = 1;

/** Format version, number of standings, then each: ids as text, so that decoding needs no program. At most 230 bytes. */
export function encodeLifecycle(state: LifecycleState): Uint8Array {
  const out = new ByteWriter();
  writeLifecycle(out, state);
  return out.finish();
}

export function writeLifecycle(out: ByteWriter, state: LifecycleState): void {
  out.byte(formatVersion);
  out.byte(state.standings.length);
  for (const standing of state.standings) {
    out.text(standing.lifecycle);
    out.text(standing.stage);
    out.integer(standing.since);
    out.integer(standing.nextAt === notByTime ? 0 : standing.nextAt - standing.since);
    out.integer(standing.reactivations);
  }
}

/**
 * The state that begins at `start`.
 *
 * @throws an invariant error for bytes of an unknown format or cut short.
 */
export function decodeLifecycle(bytes: Uint8Array, start = 0): LifecycleState {
  const input = new ByteReader(bytes, formatVersion, start);
  const state = createLifecycleState();
  const count = input.integer();
  for (let i = 0; i < count; i += 1) {
    const lifecycle = input.text();
    const stage = input.text();
    const since = input.integer();
    const wait = input.integer();
    const nextAt = wait === 0 ? notByTime : since + wait;
    state.standings.push({ lifecycle, stage, since, nextAt, reactivations: input.integer() });
  }
  return state;
}
