import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in these. */
const tickMs = 10;

interface ProcessStat {
  readonly parent: number;
  readonly cpuMs: number;
  /** Of children that have ended and been waited for. */
  readonly endedCpuMs: number;
}

/** From /proc: undefined where that is missing, or the process has ended. */
function readStat(pid: number): ProcessStat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [own, ownKernel, ended, endedKernel] = fields.slice(11, 15).map(Number);
    return {
      parent: Number(fields[1]),
      cpuMs: ((own ?? 0) + (ownKernel ?? 0)) * tickMs,
      endedCpuMs: ((ended ?? 0) + (endedKernel ?? 0)) * tickMs,
    };
  } catch {
    return undefined;
  }
}

/** A process and its children. */
function family(pid: number): number[] {
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return [pid, ...others.map(Number).filter((one) => readStat(one)?.parent === pid)];
}

/**
 * Processor time of a process and its children, milliseconds, exact to ten. Those that ended count with it: PostgreSQL ends a
 * connection's process with the connection, and what it has used must not be taken off again.
 */
export function cpuMsOf(pid: number): number {
  const living = family(pid).reduce((sum, one) => sum + (readStat(one)?.cpuMs ?? 0), 0);
  return living + (readStat(pid)?.endedCpuMs ?? 0);
}

/** Memory of processes and their children, each shared page counted once among those that share it (PSS), bytes. */
export function memoryBytesOf(pids: readonly number[]): number {
  let kib = 0;
  for (const pid of new Set(pids.flatMap(family))) {
    try {
      kib += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // Ended meanwhile, or another user's.
    }
  }
  return kib * 1024;
}

/** Looks at the memory again and again; `stop` gives the greatest that was seen, bytes. */
export function watchMemory(pids: readonly number[], everyMs = 500): { stop(): number } {
  let most = 0;
  const look = () => {
    most = Math.max(most, memoryBytesOf(pids));
  };
  const timer = setInterval(look, everyMs);
  return {
    stop() {
      clearInterval(timer);
      look();
      return most;
    },
  };
}
