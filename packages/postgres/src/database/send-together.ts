import pg from 'pg';

/**
 * Makes a function that holds back what is written to a connection until everybody who runs now has had his turn: statements that do
 * not wait for each other then leave in one system call. Each call costs more than what it carries: sending statements one by one took
 * a third of the processor time of a server that carries out commands (*measured*: 500 a second).
 */
export function createSendTogether(client: pg.PoolClient): () => void {
  if (!(client instanceof pg.Client)) return () => undefined;
  const { connection } = client;
  let isHeld = false;
  return () => {
    if (isHeld) return;
    isHeld = true;
    const { stream } = connection;
    stream.cork();
    process.nextTick(() => {
      isHeld = false;
      stream.uncork();
    });
  };
}
