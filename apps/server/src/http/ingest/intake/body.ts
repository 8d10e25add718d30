import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { parseExactly } from '@perennial/domain/reading';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '../../../use-cases/kernel/problem-error.ts';

const unzip = promisify(gunzip);

/** Takes bodies of any type as bytes: what is in them is read here, so that one bad line does not lose the others. */
export function takeRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

/**
 * The text of a body, unpacked. `bytesMax` bounds the unpacked size as well: a few kilobytes of gzip can stand for gigabytes.
 * Throws problems for wrong compression, for what is not UTF-8, and for what is too large.
 */
export async function readText(request: FastifyRequest, bytesMax: number): Promise<string> {
  const packed = request.body;
  if (!Buffer.isBuffer(packed)) throw new ProblemError('request.malformed_json', { detail: 'the body is empty' });
  const body = await unpack(packed, request.headers['content-encoding'], bytesMax);
  if (body.length > bytesMax) throw new ProblemError('request.too_large', { context: { bytesMax } });
  if (!isUtf8(body)) throw new ProblemError('request.invalid_utf8');
  return body.toString('utf8');
}

async function unpack(body: Buffer, encoding: string | undefined, bytesMax: number): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity') return body;
  if (encoding !== 'gzip') throw new ProblemError('request.invalid_encoding', { detail: 'only gzip is understood' });
  try {
    return await unzip(body, { maxOutputLength: bytesMax });
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    throw new ProblemError(isTooLarge ? 'request.too_large' : 'request.invalid_encoding', { cause: error });
  }
}

/** One JSON document. Whole numbers beyond 2^53 are given as texts, so that ids of 64 bits keep all their digits. */
export function parseJson(text: string): unknown {
  try {
    return parseExactly(text.startsWith(byteOrderMark) ? text.slice(1) : text);
  } catch (error) {
    throw new ProblemError('request.malformed_json', { cause: error });
  }
}

const byteOrderMark = '\uFEFF';
