import { createHash } from 'node:crypto';

const newline = 0x0a;

export interface TableSum {
  add(bytes: Buffer): void;
  result(): { readonly rows: number; readonly sha256: string };
}

/** Counts and sums up a table in the text format of COPY, where each row ends a line and no value holds one. */
export function createTableSum(): TableSum {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    add(bytes) {
      hash.update(bytes);
      for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) rows += 1;
    },
    result: () => ({ rows, sha256: hash.digest('hex') }),
  };
}

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
