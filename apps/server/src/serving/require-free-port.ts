import { once } from 'node:events';
import { createServer } from 'node:net';

/** Somebody else listens where this server should. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/** This server cannot listen where it was told to. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
}

/** Throws PortTakenError or AddressError before long work is done for nothing. Port 0 is always free. */
export async function requireFreePort(at: { readonly host: string; readonly port: number }): Promise<void> {
  if (at.port === 0) return;
  const probe = createServer();
  probe.listen({ host: at.host, port: at.port });
  try {
    await once(probe, 'listening');
  } catch (error) {
    throw describeRefusal(at, error);
  }
  probe.close();
  await once(probe, 'close');
}

function describeRefusal({ host, port }: { readonly host: string; readonly port: number }, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE')
    return new PortTakenError(
      `Port ${port} is taken by another program, or by a Perennial of another folder. --port ${port === 65_535 ? 4600 : port + 1} takes the next one, --port 0 a free one.`,
    );
  if (code === 'EACCES')
    return new AddressError(`This user may not listen on port ${port}: take one above 1023 with --port.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new AddressError(
      `This machine has no address ${host}: --host takes one of its own, or 0.0.0.0 for all of them.`,
    );
  return error;
}
