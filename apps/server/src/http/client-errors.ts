import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createProblem, problemContentType } from '@perennial/contracts';
import type { ErrorCode } from '@perennial/contracts';

const codes: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'request.headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timed_out',
};

/**
 * Answers what the parser of HTTP itself refuses, before there is a request. The framework would answer in a shape of its own, and a
 * client that reads `code` would find none. Such a connection cannot be read any further, so it is closed.
 */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  // The other side went away; there is nobody to answer.
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
  endWithProblem(socket, codes[error.code ?? ''] ?? 'request.malformed_http');
}

/** Time to hear an answer that ends the connection. */
const lingerMsMax = 1_000;

/**
 * What Node answers by itself, without a word or not at all: expectations beside `100-continue`, which a server may ignore, and `CONNECT`,
 * which asks for a tunnel that there is none of.
 */
export function answerForNode(server: Server): void {
  server.on('checkExpectation', (request, response) => void server.emit('request', request, response));
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    // Nobody else listens on a socket that was handed over: who hangs up must not end the process, and who stays must not hold its end up.
    socket.on('error', () => socket.destroy());
    socket.resume();
    const cut = setTimeout(() => socket.destroy(), lingerMsMax);
    socket.once('close', () => clearTimeout(cut));
    endWithProblem(socket, 'resource.not_found');
  });
}

function endWithProblem(socket: Duplex, code: ErrorCode): void {
  const problem = createProblem(code, { language: 'en' });
  const body = JSON.stringify(problem);
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `Content-Type: ${problemContentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
