import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { factLimits } from '@perennial/contracts/ingest';
import { parseExactly } from '@perennial/domain/reading';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '../../../use-cases/kernel/problem-error.ts';
import { depthOf } from './scan-json.ts';

const unzip = promisify(gunzip);

/** Takes bodies of any type as bytes: what is in them is read here, so that one bad line does not lose the others. */
export function takeRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

/**
 * The bytes of a body, unpacked, which are UTF-8. `bytesMax` bounds the unpacked size as well: a few kilobytes of gzip can stand for
 * gigabytes, and unpacking ends where the bound is reached. Throws problems for wrong compression, for what is not UTF-8, and for what
 * is too large.
 */
export async function readBytes(request: FastifyRequest, bytesMax: number): Promise<Buffer> {
  const packed = request.body;
  if (!Buffer.isBuffer(packed)) throw new ProblemError('request.malformed_json', { detail: 'the body is empty' });
  const body = await unpack(packed, request.headers['content-encoding'], bytesMax);
  if (body.length > bytesMax) throw tooLarge(bytesMax);
  if (!isUtf8(body)) throw new ProblemError('request.invalid_utf8');
  return body;
}

/** Anything but one layer of gzip is named as what it is: a layer within a layer would only hide its size. */
async function unpack(body: Buffer, stated: string | undefined, bytesMax: number): Promise<Buffer> {
  const encoding = stated?.trim().toLowerCase();
  if (encoding === undefined || encoding === '' || encoding === 'identity') return body;
  if (encoding !== 'gzip' && encoding !== 'x-gzip')
    throw new ProblemError('request.unsupported_encoding', { detail: 'only gzip is understood, and only once' });
  try {
    return await unzip(body, { maxOutputLength: bytesMax });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(bytesMax, error);
    throw new ProblemError('request.invalid_encoding', { cause: error });
  }
}

function tooLarge(bytesMax: number, cause?: unknown): ProblemError {
  const detail = `unpacked, a request may have ${bytesMax} bytes`;
  return new ProblemError('request.too_large', { detail, context: { bytesMax }, cause });
}

/**
 * One JSON document of a bounded size. Whole numbers beyond 2^53 are given as texts, so that ids of 64 bits keep all their digits.
 * Its depth is counted before it is parsed: whoever walks it later would run out of stack.
 */
export function parseJson(body: Buffer): unknown {
  if (depthOf(body, 0, body.length) > factLimits.requestDepthMax) {
    const context = { depthMax: factLimits.requestDepthMax };
    throw new ProblemError('request.too_deep', { detail: `more than ${context.depthMax} levels`, context });
  }
  try {
    return parseExactly(textOf(body));
  } catch (error) {
    throw new ProblemError('request.malformed_json', { cause: error });
  }
}

const byteOrderMark = '\uFEFF';

function textOf(body: Buffer): string {
  const text = body.toString('utf8');
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}
