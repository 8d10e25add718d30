import type { Writable } from 'node:stream';
import { renderProgress } from './progress-line.ts';
import type { ProgressLine } from './progress-line.ts';

/** Where a command writes: results to standard output, everything else to standard error, so that results can be piped. */
export interface Output {
  readonly isJson: boolean;
  /** The result: the JSON of `value`, or the text for people. Waits while the reader is slow. Nothing is waited for after it. */
  result(value: unknown, text: string): Promise<void>;
  /** Text of a result as it comes, for streams. */
  write(text: string): Promise<void>;
  /** Something to know on the way. */
  note(text: string): void;
  /** One line that is written over by the next; a note now and then where there is no terminal. `null` ends it. */
  progress(line: ProgressLine | string | null): void;
  /** Names what is done from now on: shown once it takes longer than a moment. */
  waiting(what: string): void;
}

/** The output of a whole command. */
export interface CommandOutput extends Output {
  /** Called every now and then: shows what is waited for, and how long already, when nothing was said for a while. */
  tick(): void;
  /** Takes the progress away. */
  end(): void;
}

export interface OutputStreams {
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number | undefined };
  /** Milliseconds, from any start. */
  readonly now: () => number;
}

const plainProgressEveryMs = 5_000;
/** Nobody takes so short a wait for a halt. */
const silentMsMax = 2_000;
const columnsUsual = 80;

interface Waiting {
  readonly line: ProgressLine;
  readonly since: number;
}

export function createOutput(streams: OutputStreams, isJson: boolean): CommandOutput {
  const { stdout, stderr, now } = streams;
  let isProgressShown = false;
  let saidAt = now();
  let plainShownAt = now() + silentMsMax - plainProgressEveryMs;
  let waiting: Waiting | undefined = { line: { what: 'working' }, since: saidAt };
  const clear = () => {
    saidAt = now();
    if (isProgressShown) stderr.write('\r\u001B[2K');
    isProgressShown = false;
  };
  const show = (line: ProgressLine) => {
    saidAt = now();
    if (stderr.isTTY === true) {
      stderr.write(`\r\u001B[2K${renderProgress(line, columnsOf(stderr) - 1)}`);
      isProgressShown = true;
    } else if (!isJson && now() - plainShownAt >= plainProgressEveryMs) {
      plainShownAt = now();
      stderr.write(`${renderProgress(line, Infinity)}\n`);
    }
  };
  const begin = (line: ProgressLine) => {
    const since = waiting?.line.what === line.what ? waiting.since : now();
    waiting = { line, since };
  };
  return {
    isJson,
    async result(value, text) {
      clear();
      waiting = undefined;
      await writeAll(stdout, isJson ? `${JSON.stringify(value)}\n` : `${text}\n`);
    },
    write(text) {
      clear();
      return writeAll(stdout, text);
    },
    note(text) {
      clear();
      stderr.write(`${text}\n`);
    },
    progress(given) {
      if (given === null) return clear();
      const line = typeof given === 'string' ? { what: given } : given;
      begin(line);
      show(line);
    },
    waiting: (what) => begin({ what }),
    tick() {
      if (waiting === undefined || now() - saidAt < silentMsMax) return;
      const { line, since } = waiting;
      const seconds = (now() - since) / 1000;
      show(seconds < 1 ? line : { ...line, more: [...(line.more ?? []), `${duration(seconds)} so far`] });
      // The time goes on by the second, once there is a wait to tell of.
      saidAt -= silentMsMax;
    },
    end() {
      clear();
      waiting = undefined;
    },
  };
}

/** A terminal may say that it has none. */
function columnsOf({ columns }: OutputStreams['stderr']): number {
  return columns === undefined || columns < 1 ? columnsUsual : columns;
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

/** `1,234,567`. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `1 m 05 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  return `${Math.floor(seconds / 60)} m ${String(Math.round(seconds) % 60).padStart(2, '0')} s`;
}
