import type { Ingest } from '@perennial/engine';
import type { ReferenceRow } from '@perennial/engine/import';
import type { RowBatch } from '../../table-files/read-rows.ts';
import type { FactSink, SinkCounts } from './fact-sink.ts';
import type { ImportPlan } from './plan-import.ts';
import type { RejectsFile } from './kept-files/rejects-file.ts';

/** How an import stands. The survey reads the file once before the first fact is built. */
export interface ImportProgress extends SinkCounts {
  readonly phase: 'survey' | 'facts';
  readonly rowsRead: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** Facts from the beginning that a later run need not send again. */
  readonly factsDone: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

export interface ImportRunOptions {
  readonly plan: ImportPlan;
  /** Where facts and reference data go: into the stores, or in a check nowhere, with the same answers. */
  readonly ingest: Pick<Ingest, 'takeValues'>;
  readonly reference: ReferenceWriter;
  /** Zone and currency of the program, for what the mapping leaves open. */
  readonly zone: string;
  readonly currency: string;
  readonly currencyDigits: (currency: string) => number;
  readonly rejects: RejectsFile;
  /** Nothing is kept: rows that cannot be read are listed however many they are. */
  readonly isDryRun: boolean;
  /** Facts that an earlier run of the same import has settled. */
  readonly skipFacts: number;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
}

export interface ReferenceWriter {
  /** Creates or changes; the numbers of rows that were new or changed, and of those that were there already. */
  write(rows: readonly ReferenceRow[]): Promise<{ readonly written: number; readonly unchanged: number }>;
  knownProducts(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** One run: its file, its sink, and what it tells of itself. */
export interface Run {
  readonly options: ImportRunOptions;
  readonly sink: FactSink;
  /** Rows of the file, counted and reported; the signal is looked at between the batches. */
  rows(phase: ImportProgress['phase']): AsyncIterable<RowBatch>;
  noteSpan(at: number): void;
  /** Rows that became reference data, and rows that were rejected. */
  noteCounts(counts: Partial<SinkCounts>): void;
  progress(): ImportProgress;
}
