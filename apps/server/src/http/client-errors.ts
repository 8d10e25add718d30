import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
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
  const problem = createProblem(codes[error.code ?? ''] ?? 'request.malformed_http', { language: 'en' });
  const body = JSON.stringify(problem);
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `Content-Type: ${problemContentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
