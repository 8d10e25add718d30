import { ByteReader, ByteWriter } from '../../../kernel/base/bytes.ts';
import type { StateCodec } from '../../../kernel/facet.ts';
import { notByTime } from '../../../kernel/base/instants.ts';

/** What is kept of a member beside her cards; the numbers are few, so that no card need be loaded to know them. */
export interface StampsState {
  /** Cards that she ever had. */
  opened: number;
  /** Cards that she filled. */
  full: number;
  /** No card expires before; the one that would have may be gone. */
  nextExpiryAt: number;
  /** Her cards are another member's now. */
  isClosed: boolean;
}

const formatVersion = 1;

export const stampsCodec: StateCodec<StampsState> = {
  // The version, three integers of at most eight bytes each, and the closing.
  bytesMax: 26,
  create: () => ({ opened: 0, full: 0, nextExpiryAt: notByTime, isClosed: false }),
  encode({ opened, full, nextExpiryAt, isClosed }) {
    const out = new ByteWriter();
    out.byte(formatVersion);
    out.integer(opened);
    out.integer(full);
    out.integer(nextExpiryAt === notByTime ? 0 : nextExpiryAt);
    out.byte(isClosed ? 1 : 0);
    return out.finish();
  },
  decode(bytes) {
    const input = new ByteReader(bytes, formatVersion);
    const [opened, full, expiry] = [input.integer(), input.integer(), input.integer()];
    return { opened, full, nextExpiryAt: expiry === 0 ? notByTime : expiry, isClosed: input.integer() === 1 };
  },
};
