import {
  elementType,
  emptyArray,
  headerBytes,
  int4Array,
  lengthBytes,
  nullLength,
  uuidBytes,
  viewOf,
  writeHeader,
  writeInt4,
  writeInt8,
  writeText,
  writeUuid,
} from './binary-arrays.ts';

/*
 * Columns of many rows in PostgreSQL's binary array format, straight out of the rows. A batch writes some hundred thousand values: lists of
 * them, and the conversion of each by a function, took a sixth of all that the fold of an order takes.
 */

type Value = string | number | boolean | null | undefined;
type Row = { readonly [field: string]: Value };

const int8Bytes = 8;
const int4Bytes = 4;
/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const bytesPerUnitMax = 3;

/**
 * Where a column is written before its length is known: reused, because fresh memory costs more than what is written into it. Nothing else
 * runs while a column is written.
 */
let scratch = Buffer.allocUnsafe(256 * 1024);
let view = viewOf(scratch);

/** Room for so many bytes more; what is written up to `used` stays. */
function reserve(used: number, bytes: number): void {
  if (used + bytes <= scratch.length) return;
  const larger = Buffer.allocUnsafe(2 * (used + bytes));
  scratch.copy(larger, 0, 0, used);
  scratch = larger;
  view = viewOf(scratch);
}

function taken(type: number, length: number, used: number): Buffer {
  writeHeader(scratch, type, length);
  return Buffer.from(scratch.subarray(0, used));
}

/** `$n::bigint[]` of one field of rows. Throws RangeError for what is no safe integer. */
export function int8Column(rows: readonly Row[], field: string): Buffer {
  if (rows.length === 0) return emptyArray(elementType.int8);
  reserve(0, headerBytes + rows.length * (lengthBytes + int8Bytes));
  let offset = headerBytes;
  for (let n = 0; n < rows.length; n += 1) {
    const value = rows[n]?.[field] ?? null;
    if (value === null) {
      view.setInt32(offset, nullLength);
      offset += lengthBytes;
    } else {
      view.setInt32(offset, int8Bytes);
      writeInt8(view, Number(value), offset + lengthBytes);
      offset += lengthBytes + int8Bytes;
    }
  }
  return taken(elementType.int8, rows.length, offset);
}

/** `$n::integer[]` of one field of rows. Throws RangeError for what is no integer of 32 bits. */
export function int4Column(rows: readonly Row[], field: string): Buffer {
  if (rows.length === 0) return emptyArray(elementType.int4);
  reserve(0, headerBytes + rows.length * (lengthBytes + int4Bytes));
  let offset = headerBytes;
  for (let n = 0; n < rows.length; n += 1) {
    const value = rows[n]?.[field] ?? null;
    if (value === null) {
      view.setInt32(offset, nullLength);
      offset += lengthBytes;
    } else {
      view.setInt32(offset, int4Bytes);
      writeInt4(view, Number(value), offset + lengthBytes);
      offset += lengthBytes + int4Bytes;
    }
  }
  return taken(elementType.int4, rows.length, offset);
}

/** `$n::text[]` of one field of rows. PostgreSQL has no null byte in text: callers refuse it at the edge. */
export function textColumn(rows: readonly Row[], field: string): Buffer {
  if (rows.length === 0) return emptyArray(elementType.text);
  reserve(0, headerBytes);
  let offset = headerBytes;
  let last = '';
  let lastAt = 0;
  let lastLength = 0;
  for (let n = 0; n < rows.length; n += 1) {
    const value = rows[n]?.[field] ?? null;
    if (value === null) {
      reserve(offset, lengthBytes);
      view.setInt32(offset, nullLength);
      offset += lengthBytes;
      continue;
    }
    const text = typeof value === 'string' ? value : String(value);
    reserve(offset, lengthBytes + text.length * bytesPerUnitMax);
    const start = offset + lengthBytes;
    // Most rows say the same as the one before: what order they are of, and under which terms.
    if (text !== last) {
      last = text;
      lastLength = writeText(scratch, text, start);
    } else if (lastLength > 0) scratch.copyWithin(start, lastAt, lastAt + lastLength);
    lastAt = start;
    view.setInt32(offset, lastLength);
    offset = start + lastLength;
  }
  return taken(elementType.text, rows.length, offset);
}

interface Owner {
  readonly shard: number;
  readonly id: string;
}

/** `$n::integer[], $m::uuid[]` of the members that rows belong to. Rows of one member stand together. */
export function ownerColumns(owners: readonly Owner[]): [Buffer, Buffer] {
  const shards = int4Array(owners.map(({ shard }) => shard));
  if (owners.length === 0) return [shards, emptyArray(elementType.uuid)];
  const width = lengthBytes + uuidBytes;
  reserve(0, headerBytes + owners.length * width);
  let offset = headerBytes;
  let last = '';
  for (let n = 0; n < owners.length; n += 1) {
    const owner = owners[n];
    if (owner === undefined) continue;
    if (owner.id === last) scratch.copyWithin(offset, offset - width, offset);
    else {
      view.setInt32(offset, uuidBytes);
      writeUuid(view, owner.id, offset + lengthBytes);
      last = owner.id;
    }
    offset += width;
  }
  return [shards, taken(elementType.uuid, owners.length, offset)];
}
