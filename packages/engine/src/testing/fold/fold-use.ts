import type { IngestStore } from '../../append/ingest-store.ts';
import type { FoldStore, FoldTransaction } from '../../fold/fold-store.ts';
import type { Programs } from '../../fold/programs.ts';
import type { MergeStore } from '../../merges/merge-store.ts';
import type { Fixture } from '../fixture.ts';
import type { LogWriter } from '../log-writer.ts';

/** A store without a member, with a first program of the product's facets. */
export interface FoldStoreFixture extends Fixture {
  readonly store: FoldStore;
  /** Of the same installation. */
  readonly ingest: IngestStore;
  readonly merges: MergeStore;
  /** At least four. */
  readonly shardCount: number;
  createPrograms(): Promise<Programs>;
  /** A version by which the fold computes otherwise than by the one before. */
  publish(): Promise<void>;
  /** Units by shard. */
  fill(resource: string, units: ReadonlyMap<number, number>): Promise<void>;
  stockOf(resource: string): Promise<number>;
}

export interface FoldUse extends Omit<FoldStoreFixture, 'close'> {
  readonly writer: LogWriter;
  readonly shards: readonly number[];
  readonly run: <T>(work: (transaction: FoldTransaction) => Promise<T>) => Promise<T>;
}
