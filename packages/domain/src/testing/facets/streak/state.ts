import { ByteReader, ByteWriter } from '../../../kernel/base/bytes.ts';
import type { StateCodec } from '../../../kernel/facet.ts';
import { notByTime } from '../../../kernel/base/instants.ts';

export interface StreakState {
  /** Stamps of the present streak; 0: there is none. */
  length: number;
  startedAt: number;
  breaksAt: number;
  /** Streaks that are over. */
  past: number;
  isClosed: boolean;
}

const formatVersion = 1;

export const streakCodec: StateCodec<StreakState> = {
  // The version, four integers of at most eight bytes each, and the closing.
  bytesMax: 34,
  create: () => ({ length: 0, startedAt: 0, breaksAt: notByTime, past: 0, isClosed: false }),
  encode({ length, startedAt, breaksAt, past, isClosed }) {
    const out = new ByteWriter();
    out.byte(formatVersion);
    out.integer(length);
    out.integer(startedAt);
    out.integer(breaksAt === notByTime ? 0 : breaksAt);
    out.integer(past);
    out.byte(isClosed ? 1 : 0);
    return out.finish();
  },
  decode(bytes) {
    const input = new ByteReader(bytes, formatVersion);
    const [length, startedAt, breaksAt] = [input.integer(), input.integer(), input.integer()];
    const past = input.integer();
    return {
      length,
      startedAt,
      breaksAt: breaksAt === 0 ? notByTime : breaksAt,
      past,
      isClosed: input.integer() === 1,
    };
  },
};
