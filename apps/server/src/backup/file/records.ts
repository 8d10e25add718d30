/** A backup is a sequence of records: one letter that says the kind, the length of the body, the body. */
export interface BackupRecord {
  readonly kind: RecordKind;
  readonly body: Buffer;
}

/** H: what the file is. T: a table begins. D: rows of it. K: the keys. M: the manifest, always the last. */
const kinds = ['H', 'T', 'D', 'K', 'M'] as const;
export type RecordKind = (typeof kinds)[number];

const headBytes = 5;
/** Against a broken length that would have all memory taken; writers stay far below it. */
export const bodyBytesMax = 64 * 1024 * 1024;

/** The file is not a backup, or not a whole one. */
export class BrokenBackupError extends Error {
  override readonly name = 'BrokenBackupError';
}

export function encodeRecord(kind: RecordKind, body: Buffer): Buffer {
  if (body.length > bodyBytesMax) throw new Error(`a record of ${body.length} bytes is too long for a backup`);
  const head = Buffer.alloc(headBytes);
  head.write(kind, 'latin1');
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

/** Throws a `BrokenBackupError` where the bytes are no records or end within one. */
export async function* decodeRecords(chunks: AsyncIterable<Buffer>): AsyncIterable<BackupRecord> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let wanted = headBytes;
  for await (const chunk of chunks) {
    held.push(chunk);
    heldBytes += chunk.length;
    if (heldBytes < wanted) continue;
    let rest = Buffer.concat(held);
    for (;;) {
      wanted = wantedBytes(rest);
      if (rest.length < wanted) break;
      yield { kind: kindOf(rest), body: rest.subarray(headBytes, wanted) };
      rest = rest.subarray(wanted);
    }
    held = [rest];
    heldBytes = rest.length;
  }
  if (heldBytes > 0) throw new BrokenBackupError('it ends in the middle of a record');
}

function wantedBytes(bytes: Buffer): number {
  if (bytes.length < headBytes) return headBytes;
  kindOf(bytes);
  const length = bytes.readUInt32BE(1);
  if (length > bodyBytesMax) throw new BrokenBackupError('a record says that it is longer than any may be');
  return headBytes + length;
}

function kindOf(bytes: Buffer): RecordKind {
  const kind = kinds.find((one) => one === bytes.toString('latin1', 0, 1));
  if (kind === undefined) throw new BrokenBackupError('there is something in it that is no record');
  return kind;
}
