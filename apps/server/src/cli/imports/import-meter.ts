import type { ImportProgress } from '../../use-cases/imports/import-run.ts';
import type { ImportPlan } from '../../use-cases/imports/plan-import.ts';
import { count, duration } from '../command/amounts.ts';
import type { Output } from '../command/output.ts';

/** The progress line of an import: share, rows, rate and time left. Between two lines passes at least this long. */
const showEveryMs = 100;

export function createImportMeter(out: Output, plan: ImportPlan): { show: (progress: ImportProgress) => void } {
  let shownAt = 0;
  let toldAt = performance.now();
  let startedAt = toldAt;
  let phase: ImportProgress['phase'] | undefined;
  return {
    show(progress) {
      const now = performance.now();
      // What is told of a phase first has been done since what was told before.
      if (phase !== undefined && progress.phase !== phase) startedAt = toldAt;
      ({ phase } = progress);
      toldAt = now;
      if (now - shownAt < showEveryMs) return;
      shownAt = now;
      const share = progress.bytesTotal === 0 ? 1 : progress.bytesDone / progress.bytesTotal;
      const seconds = (now - startedAt) / 1000;
      const rate = progress.rowsRead / Math.max(seconds, 0.001);
      const left = share > 0.01 ? duration((seconds / share) * (1 - share)) : '…';
      out.progress({
        what: phase === 'survey' ? 'reading' : 'importing',
        share,
        more: [`${count(progress.rowsRead)} of ${count(plan.scan.lines)} rows`, `${left} left`, `${count(rate)}/s`],
      });
    },
  };
}
