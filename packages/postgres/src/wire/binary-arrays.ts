/**
 * PostgreSQL's binary array format, for parameters of set-based statements. `pg` sends a Buffer parameter in binary format,
 * so five thousand rows travel as a handful of Buffers: no literal is built, quoted, parsed or escaped on either side.
 * Source: PostgreSQL's array_recv and the type's own recv function (int8recv, uuid_recv, textrecv, bytearecv, boolrecv).
 * Cast the parameter in the statement, `$1::bigint[]`, so that the server expects the element type written here.
 */

const headerBytes = 20;
const lengthBytes = 4;
const nullLength = -1;
const twoTo32 = 4_294_967_296;

const elementType = { bool: 16, bytea: 17, int8: 20, int4: 23, text: 25, float8: 701, uuid: 2950 } as const;

function writeHeader(buffer: Buffer, elementTypeId: number, length: number): void {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(elementTypeId, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
}

/** An empty array has no dimension at all. */
function emptyArray(elementTypeId: number): Buffer {
  const buffer = Buffer.alloc(12);
  buffer.writeInt32BE(elementTypeId, 8);
  return buffer;
}

type FixedWriter<T> = (buffer: Buffer, value: T, offset: number) => void;

function fixedArray<T>(
  values: readonly (T | null)[],
  type: { id: number; bytes: number },
  write: FixedWriter<T>,
): Buffer {
  if (values.length === 0) return emptyArray(type.id);
  const buffer = Buffer.allocUnsafe(headerBytes + values.length * (lengthBytes + type.bytes));
  writeHeader(buffer, type.id, values.length);
  let offset = headerBytes;
  for (const value of values) {
    if (value === null) {
      buffer.writeInt32BE(nullLength, offset);
      offset += lengthBytes;
    } else {
      buffer.writeInt32BE(type.bytes, offset);
      write(buffer, value, offset + lengthBytes);
      offset += lengthBytes + type.bytes;
    }
  }
  return offset === buffer.length ? buffer : buffer.subarray(0, offset);
}

function writeInt8(buffer: Buffer, value: number, offset: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a safe integer for bigint: ${value}`);
  const high = Math.floor(value / twoTo32);
  buffer.writeInt32BE(high, offset);
  buffer.writeUInt32BE(value - high * twoTo32, offset + 4);
}

function writeUuid(buffer: Buffer, value: string, offset: number): void {
  const written = buffer.write(value.replaceAll('-', ''), offset, 16, 'hex');
  if (written !== 16) throw new RangeError(`not a uuid: ${value}`);
}

/** `$n::integer[]`, from integers within 32 bits. */
export function int4Array(values: readonly (number | null)[]): Buffer {
  return fixedArray(values, { id: elementType.int4, bytes: 4 }, (buffer, value, offset) =>
    buffer.writeInt32BE(value, offset),
  );
}

/** `$n::bigint[]`, from safe integers. Throws RangeError for others. */
export function int8Array(values: readonly (number | null)[]): Buffer {
  return fixedArray(values, { id: elementType.int8, bytes: 8 }, writeInt8);
}

/** `$n::double precision[]`. */
export function float8Array(values: readonly (number | null)[]): Buffer {
  return fixedArray(values, { id: elementType.float8, bytes: 8 }, (buffer, value, offset) =>
    buffer.writeDoubleBE(value, offset),
  );
}

/** `$n::boolean[]`. */
export function boolArray(values: readonly (boolean | null)[]): Buffer {
  return fixedArray(values, { id: elementType.bool, bytes: 1 }, (buffer, value, offset) =>
    buffer.writeUInt8(value ? 1 : 0, offset),
  );
}

/** `$n::uuid[]`, from UUID text with or without dashes. Throws RangeError for other text. */
export function uuidArray(values: readonly (string | null)[]): Buffer {
  return fixedArray(values, { id: elementType.uuid, bytes: 16 }, writeUuid);
}

/** `$n::text[]`. PostgreSQL has no null byte in text: callers refuse it at the edge. */
export function textArray(values: readonly (string | null)[]): Buffer {
  if (values.length === 0) return emptyArray(elementType.text);
  // UTF-8 takes at most three bytes for a UTF-16 unit; the surplus is cut off at the end.
  let capacity = headerBytes;
  for (const value of values) capacity += lengthBytes + (value === null ? 0 : value.length * 3);
  const buffer = Buffer.allocUnsafe(capacity);
  writeHeader(buffer, elementType.text, values.length);
  let offset = headerBytes;
  for (const value of values) {
    const written = value === null ? nullLength : buffer.write(value, offset + lengthBytes, 'utf8');
    buffer.writeInt32BE(written, offset);
    offset += lengthBytes + Math.max(0, written);
  }
  return buffer.subarray(0, offset);
}

/** `$n::bytea[]`. */
export function byteaArray(values: readonly (Uint8Array | null)[]): Buffer {
  if (values.length === 0) return emptyArray(elementType.bytea);
  let capacity = headerBytes;
  for (const value of values) capacity += lengthBytes + (value?.length ?? 0);
  const buffer = Buffer.allocUnsafe(capacity);
  writeHeader(buffer, elementType.bytea, values.length);
  let offset = headerBytes;
  for (const value of values) {
    buffer.writeInt32BE(value === null ? nullLength : value.length, offset);
    offset += lengthBytes;
    if (value === null) continue;
    buffer.set(value, offset);
    offset += value.length;
  }
  return buffer;
}
