/** Writes values as ClickHouse's `RowBinary` has them: little-endian, texts with their length before them. */
export interface RowBinaryWriter {
  uint32(value: number): void;
  int32(value: number): void;
  int64(value: number): void;
  float64(value: number): void;
  text(value: string): void;
  finish(): Uint8Array;
}

export function createBytes(): RowBinaryWriter {
  let bytes = Buffer.alloc(1 << 16);
  let at = 0;
  const room = (wanted: number): void => {
    if (at + wanted <= bytes.length) return;
    const larger = Buffer.alloc(Math.max(bytes.length * 2, at + wanted));
    bytes.copy(larger);
    bytes = larger;
  };
  return {
    uint32(value) {
      room(4);
      at = bytes.writeUInt32LE(value, at);
    },
    int32(value) {
      room(4);
      at = bytes.writeInt32LE(value, at);
    },
    int64(value) {
      room(8);
      at = bytes.writeBigInt64LE(BigInt(Math.round(value)), at);
    },
    float64(value) {
      room(8);
      at = bytes.writeDoubleLE(value, at);
    },
    text(value) {
      const length = Buffer.byteLength(value);
      room(length + 5);
      for (let rest = length; ; rest >>>= 7) {
        bytes[at++] = rest > 127 ? (rest & 127) | 128 : rest;
        if (rest <= 127) break;
      }
      at += bytes.write(value, at);
    },
    finish: () => bytes.subarray(0, at),
  };
}
