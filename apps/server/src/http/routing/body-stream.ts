import { Readable } from 'node:stream';
import type { Route } from '@perennial/contracts';
import type { FastifyRequest } from 'fastify';
import { fileTooLarge } from '../../use-cases/imports/uploads.ts';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';

/** How long who still sends may go on, so that the refusal is heard: a connection cut under a sender loses the answer. */
const lingerMsMax = 1_000;

/** The body of a route that takes bytes, unread. Throws `request.unsupported_type`, and `request.too_large` by its stated length. */
export function takeStream({ bodyBytesMax }: Route, { body, headers }: FastifyRequest): Readable {
  if (!(body instanceof Readable))
    throw new ProblemError('request.unsupported_type', { detail: 'Send the file as application/octet-stream.' });
  // A body in pieces states none; it is counted as it comes.
  const statedBytes = Number(headers['content-length'] ?? 0);
  if (bodyBytesMax !== undefined && statedBytes > bodyBytesMax) throw fileTooLarge(bodyBytesMax);
  return body;
}

/** Lets what still comes of a refused body go by for a moment, and then ends the connection. */
export function letGo({ raw }: FastifyRequest): void {
  if (raw.complete || raw.destroyed) return;
  raw.resume();
  const cut = setTimeout(() => raw.destroy(), lingerMsMax);
  const stay = (): void => clearTimeout(cut);
  raw.once('end', stay).once('close', stay);
}
