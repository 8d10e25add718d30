import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { AddressError, PortTakenError, requireFreePort } from './require-free-port.ts';

it('says that a port is taken before anything is done, and leaves a free one free', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const at = { host: '127.0.0.1', port };
  await expect(requireFreePort(at)).rejects.toThrow(PortTakenError);
  await expect(requireFreePort(at)).rejects.toThrow(`--port ${port + 1} takes the next one`);
  server.close();
  await once(server, 'close');
  await requireFreePort(at);
  await requireFreePort(at);
  await requireFreePort({ host: '127.0.0.1', port: 0 });
});

it('says that the machine does not have an address', async () => {
  // Set apart for documentation: no machine has it.
  const starting = requireFreePort({ host: '192.0.2.77', port: 4600 });
  await expect(starting).rejects.toThrow(AddressError);
  await expect(requireFreePort({ host: '192.0.2.77', port: 4600 })).rejects.toThrow('no address 192.0.2.77');
});
