import { invariant } from '../../kernel/invariant.ts';
import type { StateCodec } from '../../kernel/facet.ts';
import { decodeActivity, encodeActivity } from './activity/activity-codec.ts';
import { createActivityState } from './activity/activity-state.ts';
import type { ActivityState } from './activity/activity-state.ts';
import type { StageEntryRow } from './stages/entry-row.ts';
import { decodeLifecycle, encodeLifecycle } from './stages/lifecycle-codec.ts';
import { createLifecycleState } from './stages/lifecycle-state.ts';
import type { LifecycleState } from './stages/lifecycle-state.ts';

/** What the facet keeps of a member. Activity and stages are one, because their automaton runs over both. */
export interface MemberLifecycle {
  activity: ActivityState;
  lifecycle: LifecycleState;
  /** Live entries in order, as far as they are in memory; put together from the rows when first asked for, never stored. */
  entries: StageEntryRow[] | null;
  hasAllEntries: boolean;
}

const lengthBytes = 2;
const byteValues = 256;

function encodeState(state: MemberLifecycle): Uint8Array {
  const activity = encodeActivity(state.activity);
  const lifecycle = encodeLifecycle(state.lifecycle);
  const bytes = new Uint8Array(lengthBytes + activity.length + lifecycle.length);
  bytes[0] = Math.floor(activity.length / byteValues);
  bytes[1] = activity.length % byteValues;
  bytes.set(activity, lengthBytes);
  bytes.set(lifecycle, lengthBytes + activity.length);
  return bytes;
}

function decodeState(bytes: Uint8Array): MemberLifecycle {
  const length = (bytes[0] ?? 0) * byteValues + (bytes[1] ?? 0);
  const split = lengthBytes + length;
  invariant(bytes.length > split, 'the bytes of a state are cut short');
  return {
    activity: decodeActivity(bytes.subarray(lengthBytes, split)),
    lifecycle: decodeLifecycle(bytes.subarray(split)),
    entries: null,
    hasAllEntries: false,
  };
}

/** Two bytes for the length of the activity's, then both states. */
export const lifecycleCodec: StateCodec<MemberLifecycle> = {
  bytesMax: 488,
  create: () => ({
    activity: createActivityState(),
    lifecycle: createLifecycleState(),
    entries: null,
    hasAllEntries: false,
  }),
  encode: encodeState,
  decode: decodeState,
};
