import type { Writable } from 'node:stream';
import { duration } from './amounts.ts';
import { renderProgress } from './progress-line.ts';
import type { ProgressLine } from './progress-line.ts';

export interface ProgressStreams {
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number | undefined };
  /** Milliseconds, from any start. */
  readonly now: () => number;
}

/** The one line that says how far a command is. */
export interface Progress {
  /** Names what is done from now on, without showing it yet. */
  readonly begin: (line: ProgressLine) => void;
  readonly show: (line: ProgressLine) => void;
  /** Takes the line away, for something else to be said. */
  readonly clear: () => void;
  /** Shows what is waited for, and how long already, when nothing was said for a while. */
  readonly tick: () => void;
  /** Nothing is waited for any more. */
  readonly end: () => void;
}

const plainEveryMs = 5_000;
/** Nobody takes so short a wait for a halt. */
const silentMsMax = 2_000;
const columnsUsual = 80;

/** Written over itself on a terminal; elsewhere a line of its own now and then, if such lines are wanted. */
export function createProgress(
  { stderr, now }: ProgressStreams,
  { isPlainShown }: { readonly isPlainShown: boolean },
): Progress {
  let isShown = false;
  let saidAt = now();
  let plainShownAt = now() + silentMsMax - plainEveryMs;
  let waiting: { readonly line: ProgressLine; readonly since: number } | undefined;
  const begin = (line: ProgressLine) => {
    const since = waiting?.line.what === line.what ? waiting.since : now();
    waiting = { line, since };
  };
  const clear = () => {
    saidAt = now();
    if (isShown) stderr.write('\r\u001B[2K');
    isShown = false;
  };
  const draw = (line: ProgressLine) => {
    saidAt = now();
    if (stderr.isTTY === true) {
      stderr.write(`\r\u001B[2K${renderProgress(line, columnsOf(stderr) - 1)}`);
      isShown = true;
    } else if (isPlainShown && now() - plainShownAt >= plainEveryMs) {
      plainShownAt = now();
      stderr.write(`${renderProgress(line, Infinity)}\n`);
    }
  };
  begin({ what: 'working' });
  return {
    begin,
    show(line) {
      begin(line);
      draw(line);
    },
    clear,
    tick() {
      if (waiting === undefined || now() - saidAt < silentMsMax) return;
      const { line, since } = waiting;
      const seconds = (now() - since) / 1000;
      draw(seconds < 1 ? line : { ...line, more: [...(line.more ?? []), `${duration(seconds)} so far`] });
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
function columnsOf({ columns }: ProgressStreams['stderr']): number {
  return columns === undefined || columns < 1 ? columnsUsual : columns;
}
