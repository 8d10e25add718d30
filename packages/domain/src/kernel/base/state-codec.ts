import { ByteReader, ByteWriter } from './bytes.ts';
import { notByTime } from './instants.ts';
import { invariant } from './invariant.ts';

/** `count`: a whole number from 0 on, or a past instant. `due`: when something falls due, `notByTime` when nothing does. */
export type StateField = 'count' | 'due';

/** The most that a safe integer takes, in groups of seven bits. */
const integerBytesMax = 8;

/** How a state is kept: versioned bytes, never queried inside. */
export interface StateCodec<State> {
  /** Greatest number of bytes that a state can take; checked against the column, not found out while folding. */
  readonly bytesMax: number;
  create(): State;
  encode(state: State): Uint8Array;
  /** @throws an invariant error for bytes of an unknown format or cut short. */
  decode(bytes: Uint8Array): State;
}

/**
 * The codec of a state that is a few numbers, in the order in which they stand here. Another order, or other fields, are another
 * format: raise its version.
 */
export function codecOfNumbers<State extends { [Field in keyof State]: number }>(
  formatVersion: number,
  fields: { readonly [Field in keyof State]: StateField },
): StateCodec<State> {
  const entries = Object.entries<StateField>(fields);
  // The entries have exactly the keys of the state.
  const stateOf = (read: (type: StateField) => number) =>
    Object.fromEntries(entries.map(([field, type]) => [field, read(type)])) as State;
  return {
    bytesMax: 1 + entries.length * integerBytesMax,
    create: () => stateOf((type) => (type === 'due' ? notByTime : 0)),
    encode(state) {
      const values = new Map(Object.entries<number>(state));
      const numberOf = (field: string, type: StateField): number => {
        const value = values.get(field) ?? 0;
        if (type === 'count') return value;
        invariant(value !== 0, `not an instant at which ${field} could be: 0`);
        return value === notByTime ? 0 : value;
      };
      const out = new ByteWriter();
      out.byte(formatVersion);
      for (const [field, type] of entries) out.integer(numberOf(field, type));
      return out.finish();
    },
    decode(bytes) {
      const input = new ByteReader(bytes, formatVersion);
      return stateOf((type) => {
        const value = input.integer();
        return type === 'due' && value === 0 ? notByTime : value;
      });
    },
  };
}
