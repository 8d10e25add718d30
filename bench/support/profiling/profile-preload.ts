import { mkdirSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded into the server by `NODE_OPTIONS` where `PERENNIAL_BENCH_PROFILE` names a folder: `--cpu-prof` does not get through the
 * launcher, which puts another process in its own place. SIGUSR2 begins a profile, the next one ends it and writes it.
 */
const folder = process.env['PERENNIAL_BENCH_PROFILE'];
let session: Session | null = null;
let written = 0;

if (folder !== undefined && isMainThread) process.on('SIGUSR2', () => toggle(folder));

function toggle(into: string): void {
  if (session === null) begin();
  else end(session, into);
}

function begin(): void {
  session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 500 });
  session.post('Profiler.start');
}

function end(running: Session, into: string): void {
  session = null;
  running.post('Profiler.stop', (error, stopped) => {
    running.disconnect();
    if (error !== null) return;
    mkdirSync(into, { recursive: true });
    written += 1;
    writeFileSync(join(into, `server-${process.pid}-${written}.cpuprofile`), JSON.stringify(stopped.profile));
  });
}
