/**
 * Group commit: gathers what concurrent callers bring and runs it together, because a transaction of a thousand facts costs
 * little more than one of ten. A caller is answered when what it brought is committed.
 *
 * While as many runs as allowed are under way, the next batch gathers; a lone caller waits `lingerMs` for company. When a
 * batch of several callers fails, each caller's part runs again by itself, so that nobody fails for another's sake.
 */
export interface Coalescer<Item, Result> {
  /** Answers in the order of the items. Rejects with QueueFullError when too much waits already. */
  readonly submit: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Items waiting or under way. */
  readonly size: () => number;
  /** Resolves when nothing waits or runs. */
  readonly drain: () => Promise<void>;
}

export interface CoalescerOptions<Item, Result> {
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** A batch closes when it has this many items; a single larger submission runs alone. */
  readonly itemsMax: number;
  readonly lingerMs: number;
  readonly runsMax: number;
  /** Items that may wait: beyond it callers are refused instead of filling the memory. */
  readonly waitingMax: number;
}

export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
}

interface Waiting<Item, Result> {
  readonly items: readonly Item[];
  readonly resolve: (results: readonly Result[]) => void;
  readonly reject: (error: unknown) => void;
}

export function createCoalescer<Item, Result>(options: CoalescerOptions<Item, Result>): Coalescer<Item, Result> {
  const state: State<Item, Result> = { options, queue: [], waiting: 0, underWay: 0, runs: 0, timer: null, idle: [] };
  return {
    size: () => state.waiting + state.underWay,
    submit(items) {
      if (items.length === 0) return Promise.resolve([]);
      if (state.waiting > 0 && state.waiting + items.length > options.waitingMax) {
        return Promise.reject(new QueueFullError(`${state.waiting} items wait already`));
      }
      return new Promise((resolve, reject) => {
        state.queue.push({ items, resolve, reject });
        state.waiting += items.length;
        schedule(state);
      });
    },
    drain() {
      if (state.waiting + state.underWay === 0) return Promise.resolve();
      return new Promise((resolve) => {
        state.idle.push(resolve);
      });
    },
  };
}

interface State<Item, Result> {
  readonly options: CoalescerOptions<Item, Result>;
  readonly queue: Waiting<Item, Result>[];
  waiting: number;
  underWay: number;
  runs: number;
  timer: ReturnType<typeof setTimeout> | null;
  idle: (() => void)[];
}

function schedule<Item, Result>(state: State<Item, Result>): void {
  if (state.runs >= state.options.runsMax || state.queue.length === 0) return;
  if (state.waiting >= state.options.itemsMax) flush(state);
  else state.timer ??= setTimeout(() => flush(state), state.options.lingerMs);
}

function flush<Item, Result>(state: State<Item, Result>): void {
  if (state.timer !== null) clearTimeout(state.timer);
  state.timer = null;
  if (state.runs >= state.options.runsMax) return;
  const batch = takeBatch(state);
  if (batch.length === 0) return;
  state.runs += 1;
  void runBatch(state, batch).finally(() => {
    state.runs -= 1;
    for (const { items } of batch) state.underWay -= items.length;
    if (state.waiting + state.underWay === 0) state.idle.splice(0).forEach((resolve) => resolve());
    // What gathered meanwhile has waited long enough.
    flush(state);
  });
  schedule(state);
}

function takeBatch<Item, Result>(state: State<Item, Result>): Waiting<Item, Result>[] {
  const batch: Waiting<Item, Result>[] = [];
  let size = 0;
  for (let next = state.queue[0]; next !== undefined; next = state.queue[0]) {
    if (batch.length > 0 && size + next.items.length > state.options.itemsMax) break;
    state.queue.shift();
    batch.push(next);
    size += next.items.length;
  }
  state.waiting -= size;
  state.underWay += size;
  return batch;
}

async function runBatch<Item, Result>(
  state: State<Item, Result>,
  batch: readonly Waiting<Item, Result>[],
): Promise<void> {
  try {
    const results = await state.options.run(batch.flatMap(({ items }) => items));
    let from = 0;
    for (const { items, resolve } of batch) {
      resolve(results.slice(from, from + items.length));
      from += items.length;
    }
  } catch (error) {
    await runApart(state, batch, error);
  }
}

async function runApart<Item, Result>(
  state: State<Item, Result>,
  batch: readonly Waiting<Item, Result>[],
  error: unknown,
): Promise<void> {
  const [first] = batch;
  if (batch.length === 1) {
    first?.reject(error);
    return;
  }
  for (const waiting of batch) {
    try {
      waiting.resolve(await state.options.run(waiting.items));
    } catch (own) {
      waiting.reject(own);
    }
  }
}
