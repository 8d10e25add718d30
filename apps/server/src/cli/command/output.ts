import type { Writable } from 'node:stream';

/** Where a command writes: results to standard output, everything else to standard error, so that results can be piped. */
export interface Output {
  readonly isJson: boolean;
  /** The result: the JSON of `value`, or the text for people. Waits while the reader is slow. */
  result(value: unknown, text: string): Promise<void>;
  /** Text of a result as it comes, for streams. */
  write(text: string): Promise<void>;
  /** Something to know on the way. */
  note(text: string): void;
  /** One line that is written over by the next; a note now and then where there is no terminal. `null` ends it. */
  progress(text: string | null): void;
}

export interface OutputStreams {
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  /** Milliseconds, from any start. */
  readonly now: () => number;
}

const plainProgressEveryMs = 5_000;

export function createOutput(streams: OutputStreams, isJson: boolean): Output {
  const { stdout, stderr } = streams;
  let isProgressShown = false;
  let plainShownAt = -Infinity;
  const clear = () => {
    if (isProgressShown) stderr.write('\r\u001B[2K');
    isProgressShown = false;
  };
  return {
    isJson,
    async result(value, text) {
      clear();
      await writeAll(stdout, isJson ? `${JSON.stringify(value)}\n` : `${text}\n`);
    },
    write: (text) => writeAll(stdout, text),
    note(text) {
      clear();
      stderr.write(`${text}\n`);
    },
    progress(text) {
      if (text === null) return clear();
      if (stderr.isTTY === true) {
        stderr.write(`\r\u001B[2K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
        isProgressShown = true;
      } else if (!isJson && streams.now() - plainShownAt > plainProgressEveryMs) {
        plainShownAt = streams.now();
        stderr.write(`${text}\n`);
      }
    },
  };
}

/** A reader that went away (`| head`) ends the output, not the program with an error. */
function writeAll(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error === null || error === undefined || isBrokenPipe(error)) resolve();
      else reject(error);
    });
  });
}

function isBrokenPipe(error: Error): boolean {
  return 'code' in error && error.code === 'EPIPE';
}

/** `[####      ] 40 %`, for the progress line. */
export function bar(share: number): string {
  const width = 24;
  const done = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `[${'#'.repeat(done)}${' '.repeat(width - done)}] ${String(Math.floor(share * 100)).padStart(3)} %`;
}

/** `1,234,567`. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `1 m 05 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  return `${Math.floor(seconds / 60)} m ${String(Math.round(seconds) % 60).padStart(2, '0')} s`;
}
