import { describe } from 'vitest';
import { freshFixture } from '../fixture.ts';
import { createLogWriter } from '../log-writer.ts';
import type { FoldStoreFixture, FoldUse } from './fold-use.ts';
import { describeLogReading } from './log-reading-contract.ts';
import { describeMemberLocks } from './member-locks-contract.ts';
import { describeSharesOfFold } from './shares-contract.ts';
import { describeWork } from './work-contract.ts';

/** What every store of the fold does, whatever it is made of. */
export function describeFoldStore(name: string, create: () => Promise<FoldStoreFixture>): void {
  describe(`the store of the fold: ${name}`, () => {
    const fixture = freshFixture(create);
    const use = (): FoldUse => {
      const made = fixture();
      return {
        ...made,
        writer: createLogWriter(made.ingest, made.shardCount),
        shards: Array.from({ length: made.shardCount }, (_, shard) => shard),
        run: (work) => made.store.transaction('contract', work),
      };
    };
    describeWork(use);
    describeLogReading(use);
    describeMemberLocks(use);
    describeSharesOfFold(use);
  });
}
