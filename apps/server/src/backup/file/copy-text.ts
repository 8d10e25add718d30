import type { TableReader } from './read-backup.ts';

const newline = 0x0a;

/** Tells the wanted columns of each row that is in the text format of COPY; null where there is no value. */
export function createRowReader(
  columns: readonly string[],
  wanted: readonly string[],
  onRow: (values: readonly (string | null)[]) => void,
): TableReader {
  const places = wanted.map((column) => columns.indexOf(column));
  let held: Buffer = Buffer.alloc(0);
  return {
    rows(bytes) {
      const end = bytes.lastIndexOf(newline);
      if (end < 0) {
        held = Buffer.concat([held, bytes]);
        return;
      }
      const text = Buffer.concat([held, bytes.subarray(0, end)]).toString();
      held = bytes.subarray(end + 1);
      for (const line of text.split('\n')) {
        const values = line.split('\t');
        onRow(places.map((place) => valueOf(values[place])));
      }
    },
    end: () => undefined,
  };
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function valueOf(text: string | undefined): string | null {
  if (text === undefined || text === '\\N') return null;
  return text.replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
}
