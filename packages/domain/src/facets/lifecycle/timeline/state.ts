import { ByteWriter, partLengthBytes } from '../../../kernel/base/bytes.ts';
import type { StateCodec } from '../../../kernel/base/state-codec.ts';
import { decodeActivity, writeActivity } from '../activity/activity-codec.ts';
import { createActivityState } from '../activity/activity-state.ts';
import type { ActivityState } from '../activity/activity-state.ts';
import type { StageEntryRow } from '../stages/entry-row.ts';
import { decodeLifecycle, writeLifecycle } from '../stages/lifecycle-codec.ts';
import { createLifecycleState } from '../stages/lifecycle-state.ts';
import type { LifecycleState } from '../stages/lifecycle-state.ts';

/** What the facet keeps of a member. Activity and stages are one, because their automaton runs over both. */
export interface MemberLifecycle {
  activity: ActivityState;
  lifecycle: LifecycleState;
  /** Live entries in order, as far as they are in memory; put together from the rows when first asked for, never stored. */
  entries: StageEntryRow[] | null;
  hasAllEntries: boolean;
}

const bytesMax = 488;
const byteValues = 256;

function encodeState(state: MemberLifecycle): Uint8Array {
  const out = new ByteWriter(bytesMax);
  const part = out.beginPart();
  writeActivity(out, state.activity);
  out.endPart(part);
  writeLifecycle(out, state.lifecycle);
  return out.finish();
}

function decodeState(bytes: Uint8Array): MemberLifecycle {
  const length = (bytes[0] ?? 0) * byteValues + (bytes[1] ?? 0);
  return {
    activity: decodeActivity(bytes, partLengthBytes),
    lifecycle: decodeLifecycle(bytes, partLengthBytes + length),
    entries: null,
    hasAllEntries: false,
  };
}

/** Two bytes for the length of the activity's, then both states. */
export const lifecycleCodec: StateCodec<MemberLifecycle> = {
  bytesMax,
  create: () => ({
    activity: createActivityState(),
    lifecycle: createLifecycleState(),
    entries: null,
    hasAllEntries: false,
  }),
  encode: encodeState,
  decode: decodeState,
};
