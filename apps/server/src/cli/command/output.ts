import type { Writable } from 'node:stream';
import { createProgress } from './progress.ts';
import type { ProgressStreams } from './progress.ts';
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
  readonly progress: (line: ProgressLine | string | null) => void;
  /** Names what is done from now on: shown once it takes longer than a moment. */
  readonly waiting: (what: string) => void;
}

/** The output of a whole command. */
export interface CommandOutput extends Output {
  /** Called every now and then: shows what is waited for, and how long already, when nothing was said for a while. */
  tick(): void;
  /** Takes the progress away. */
  end(): void;
}

export interface OutputStreams extends ProgressStreams {
  readonly stdout: Writable;
}

export function createOutput(streams: OutputStreams, isJson: boolean): CommandOutput {
  const { stdout, stderr } = streams;
  const progress = createProgress(streams, { isPlainShown: !isJson });
  return {
    isJson,
    async result(value, text) {
      progress.end();
      await writeAll(stdout, isJson ? `${JSON.stringify(value)}\n` : `${text}\n`);
    },
    write(text) {
      progress.clear();
      return writeAll(stdout, text);
    },
    note(text) {
      progress.clear();
      stderr.write(`${text}\n`);
    },
    progress(given) {
      if (given === null) progress.clear();
      else progress.show(typeof given === 'string' ? { what: given } : given);
    },
    waiting: (what) => progress.begin({ what }),
    tick: progress.tick,
    end: progress.end,
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
