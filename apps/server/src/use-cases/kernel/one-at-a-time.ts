/** Does work handed to it one after the other, in the order in which it came; what fails holds up nothing that follows. */
export type OneAtATime = <Answer>(work: () => Promise<Answer>) => Promise<Answer>;

export function createOneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  };
}
