import type { FactVerdict, Ingest } from '@perennial/engine';
import type { BuiltFact, RowReject } from '@perennial/engine/import';

export interface SinkCounts {
  accepted: number;
  duplicates: number;
  quarantined: number;
  rejected: number;
}

/** Takes facts in the order in which they are built; several batches are under way at a time. */
export interface FactSink {
  readonly counts: Readonly<SinkCounts>;
  /** Facts from the beginning whose verdicts are known: a later run may begin after them. */
  readonly settled: number;
  /** Waits when enough is under way. */
  add(facts: readonly BuiltFact[]): Promise<void>;
  /** Sends what is left and waits for every verdict. */
  finish(): Promise<void>;
  /** Waits until nothing is under way, whatever became of it; sends nothing. */
  idle(): Promise<void>;
}

export interface SinkOptions {
  readonly take: (values: readonly BuiltFact['value'][]) => Promise<readonly FactVerdict[]>;
  readonly onRejects: (rejects: readonly RowReject[]) => void;
  /** Facts that an earlier run has settled: they are built again and not sent again. */
  readonly skip: number;
}

const batchFactsMax = 1_000;
const batchesUnderWayMax = 4;

export function createFactSink(options: SinkOptions): FactSink {
  const counts: SinkCounts = { accepted: 0, duplicates: 0, quarantined: 0, rejected: 0 };
  const underWay: Promise<void>[] = [];
  let waiting: BuiltFact[] = [];
  let toSkip = options.skip;
  let settled = 0;

  function send(): void {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    const sending = settle(batch);
    // It is awaited in its turn; one that fails before that is not left without a listener.
    sending.catch(() => undefined);
    underWay.push(sending);
  }

  async function settle(batch: readonly BuiltFact[]): Promise<void> {
    const verdicts = await options.take(batch.map((fact) => fact.value));
    for (const verdict of verdicts) counts[countOf[verdict.kind]] += 1;
    options.onRejects(rejectsOf(batch, verdicts));
  }

  /** The oldest batch, so that what is settled has no holes. */
  async function awaitOldest(): Promise<void> {
    const [oldest] = underWay;
    if (oldest === undefined) return;
    await oldest;
    void underWay.shift();
    settled += batchFactsMax;
  }

  return {
    counts,
    get settled() {
      return options.skip - toSkip + settled;
    },
    async add(facts) {
      for (const fact of facts) {
        if (toSkip > 0) {
          toSkip -= 1;
          continue;
        }
        waiting.push(fact);
        if (waiting.length < batchFactsMax) continue;
        send();
        while (underWay.length >= batchesUnderWayMax) await awaitOldest();
      }
    },
    async finish() {
      const rest = waiting.length;
      send();
      while (underWay.length > 0) await awaitOldest();
      if (rest > 0) settled += rest - batchFactsMax;
    },
    async idle() {
      await Promise.allSettled(underWay);
    },
  };
}

const countOf = {
  accepted: 'accepted',
  duplicate: 'duplicates',
  quarantined: 'quarantined',
  rejected: 'rejected',
} as const;

function rejectsOf(batch: readonly BuiltFact[], verdicts: readonly FactVerdict[]): readonly RowReject[] {
  return verdicts.flatMap((verdict, index) => {
    if (!('problem' in verdict)) return [];
    const { code, detail } = verdict.problem;
    const isKnown = code === 'fact.message_conflict';
    const reason = isKnown ? 'it was imported before under the same number with other content' : detail;
    return [
      {
        line: batch[index]?.line ?? 0,
        code,
        reason: verdict.kind === 'quarantined' ? `quarantined: ${reason}` : reason,
      },
    ];
  });
}

export interface TakeOptions {
  readonly ingest: Pick<Ingest, 'takeValues'>;
  readonly source: string;
  readonly isBackfill: boolean;
}

/** Sends facts through the ingestion that every fact goes through. */
export function takeByIngest({ ingest, source, isBackfill }: TakeOptions): SinkOptions['take'] {
  return (values) => ingest.takeValues(values, { source, isBackfill });
}
