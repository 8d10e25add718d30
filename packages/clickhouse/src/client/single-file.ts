/**
 * Runs tasks one after another, because a connection of the embedded ClickHouse runs one query at a time. Refuses more than
 * `waitingMax` waiting tasks: a page that asks again and again must not fill the memory.
 */
export interface SingleFile {
  run<T>(task: () => Promise<T>): Promise<T>;
}

export function createSingleFile(waitingMax: number, whenFull: () => Error): SingleFile {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    run<T>(task: () => Promise<T>): Promise<T> {
      if (waiting >= waitingMax) return Promise.reject(whenFull());
      waiting += 1;
      const run = last.then(task, task).finally(() => (waiting -= 1));
      last = run.catch(() => undefined);
      return run;
    },
  };
}
