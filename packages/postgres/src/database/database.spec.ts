import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createDatabase } from './database.ts';
import { isUnreachable } from './unreachable.ts';

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const authenticated = message('R', Buffer.from([0, 0, 0, 0]));
const ready = message('Z', Buffer.from('I'));
const terminated = message('E', Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0', 'latin1'));

/** Speaks just enough of the protocol to let somebody in, and ends the connection in the same breath. */
async function startEndingServer(): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.concat([authenticated, ready, terminated])));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

describe('a database', () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  it('rejects, and does not end the process, when a connection is terminated as it is lent', async () => {
    const server = await startEndingServer();
    servers.push(server);
    const { port } = server.address() as AddressInfo;
    const database = createDatabase({ url: `postgres://somebody:secret@127.0.0.1:${port}/nothing` });
    await expect(database.transaction({ name: 'lent' }, () => Promise.resolve())).rejects.toSatisfy(isUnreachable);
    await expect(database.rows({ name: 'one', text: 'select 1' }, [])).rejects.toSatisfy(isUnreachable);
    await database.close();
  });
});
