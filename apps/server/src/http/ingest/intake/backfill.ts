import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../../../use-cases/kernel/problem-error.ts';

/** Whether the sender says that what it sends is history: `?backfill=true`. */
export function isBackfill(request: FastifyRequest): boolean {
  const query = request.query;
  if (typeof query !== 'object' || query === null || !('backfill' in query)) return false;
  if (query.backfill === 'true' || query.backfill === 'false') return query.backfill === 'true';
  const errors = [{ path: '/query/backfill', message: 'neither true nor false' }];
  throw new ProblemError('request.invalid', { errors });
}
