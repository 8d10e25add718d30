/** Counts the rows of a file that goes out in parts: lines, and in CSV neither the header nor the lines within a quoted cell. */
export interface RowCount {
  readonly add: (part: string) => void;
  readonly count: () => number;
}

const quote = 0x22;
const newline = 0x0a;

export function createRowCount(format: 'csv' | 'ndjson'): RowCount {
  let lines = 0;
  let isQuoted = false;
  return {
    add(part) {
      for (let at = 0; at < part.length; at += 1) {
        const code = part.charCodeAt(at);
        if (code === quote && format === 'csv') isQuoted = !isQuoted;
        else if (code === newline && !isQuoted) lines += 1;
      }
    },
    count: () => Math.max(0, format === 'csv' ? lines - 1 : lines),
  };
}

export interface PartsWatch {
  readonly onPart: (part: string) => void;
  /** Called once: whole when the parts ended by themselves, else a part failed or the reader went. */
  readonly onEnd: (isWhole: boolean) => Promise<void>;
}

/** The same parts, watched. A reader that goes before it has asked for the first one is noticed too, which a generator would not. */
export function watchParts(parts: AsyncIterable<string>, { onPart, onEnd }: PartsWatch): AsyncIterable<string> {
  return { [Symbol.asyncIterator]: () => watchIterator(parts[Symbol.asyncIterator](), { onPart, onEnd }) };
}

function watchIterator(iterator: AsyncIterator<string>, { onPart, onEnd }: PartsWatch): AsyncIterator<string> {
  let ending: Promise<void> | undefined;
  const end = (isWhole: boolean) => (ending ??= onEnd(isWhole));
  return {
    async next() {
      try {
        const result = await iterator.next();
        if (result.done === true) await end(true);
        else onPart(result.value);
        return result;
      } catch (error) {
        await end(false);
        throw error;
      }
    },
    async return() {
      await end(false);
      await iterator.return?.();
      return { done: true, value: undefined };
    },
  };
}
