import { once } from 'node:events';
import { createServer } from 'node:net';

/** Somebody else listens where this server should. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/** Throws PortTakenError before long work is done for nothing. Port 0 is always free. */
export async function requireFreePort(at: { readonly host: string; readonly port: number }): Promise<void> {
  if (at.port === 0) return;
  const probe = createServer();
  probe.listen({ host: at.host, port: at.port });
  try {
    await once(probe, 'listening');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new PortTakenError(`Port ${at.port} is taken. Perennial may be running already; --port 0 takes a free one.`, {
      cause: error,
    });
  }
  probe.close();
  await once(probe, 'close');
}
