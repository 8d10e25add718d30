import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createRawServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { OwnCertificate } from './certificate.ts';

export interface ReceivedWebhook {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Somebody on the loopback who is sent webhooks. */
export interface Receiver {
  readonly url: string;
  readonly port: number;
  /** What came in whole, in order. */
  readonly received: ReceivedWebhook[];
  /** Each connection that was ever made. */
  readonly connections: Socket[];
  readonly openCount: () => number;
  readonly close: () => Promise<void>;
}

export type Answering = (response: ServerResponse, request: IncomingMessage) => void;

export interface ReceiverOptions {
  readonly certificate?: OwnCertificate;
}

/** Reads each webhook and answers it as told. */
export function startReceiver(answer: Answering, options: ReceiverOptions = {}): Promise<Receiver> {
  const received: ReceivedWebhook[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      received.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
      answer(response, request);
    });
  };
  const { certificate } = options;
  const server = certificate === undefined ? createServer(listener) : createSecureServer(certificate, listener);
  return listen(server, received, options);
}

/** Speaks bytes instead of HTTP. */
export function startRawReceiver(answer: (socket: Socket, asked: string) => void): Promise<Receiver> {
  const server = createRawServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => answer(socket, bytes.toString()));
  });
  return listen(server, [], {});
}

async function listen(server: Server, received: ReceivedWebhook[], options: ReceiverOptions): Promise<Receiver> {
  const connections: Socket[] = [];
  server.on('connection', (socket: Socket) => connections.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}/hook`,
    port,
    received,
    connections,
    openCount: () => connections.filter((socket) => !socket.destroyed).length,
    async close() {
      for (const socket of connections) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
