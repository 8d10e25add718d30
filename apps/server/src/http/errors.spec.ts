import { LensUnavailableError } from '@perennial/clickhouse';
import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { addErrorHandling } from './errors.ts';

let app: FastifyInstance;
let thrown: Error;

beforeEach(() => {
  app = Fastify();
  addErrorHandling(app);
  app.get('/', () => {
    throw thrown;
  });
});
afterEach(() => app.close());

async function answerTo(error: Error) {
  thrown = error;
  const { statusCode, headers, body } = await app.inject('/');
  return { statusCode, retryAfter: headers['retry-after'], body };
}

describe('an error that nobody foresaw', () => {
  it.each([
    ['a refused connection', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['a connection lost under a statement', new Error('Connection terminated unexpectedly')],
    ['a database that is starting', Object.assign(new Error('starting up'), { code: '57P03' })],
    ['too many connections', Object.assign(new Error('too many'), { code: '53300' })],
    ['a lens that does not answer', new LensUnavailableError('The lens does not answer')],
  ])('of %s asks to come back', async (_name, error) => {
    const answer = await answerTo(error);
    expect(answer).toMatchObject({ statusCode: 503, retryAfter: '2' });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'server.unavailable' });
  });

  it('of ours does not, and tells nothing of itself', async () => {
    const answer = await answerTo(new TypeError('secret of 13800138000'));
    expect(answer).toMatchObject({ statusCode: 500, retryAfter: undefined });
    expect(answer.body).not.toContain('secret');
  });
});
