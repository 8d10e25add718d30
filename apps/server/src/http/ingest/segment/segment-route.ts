import { segmentLimits } from '@perennial/contracts/ingest';
import type { FactProblem, FactVerdict } from '@perennial/engine';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../../../use-cases/kernel/problem-error.ts';
import { sendProblem } from '../../errors.ts';
import { isBackfill } from '../intake/backfill.ts';
import { parseJson, readBytes } from '../intake/body.ts';
import type { IngestPluginOptions } from '../intake/options.ts';
import { orUnavailable } from '../intake/unavailable.ts';
import { toProblem } from '../intake/verdict-problem.ts';
import { keyOfHeader, requireSource } from '../intake/write-key.ts';
import { fieldsOf, textOf } from './fields.ts';
import type { SegmentType } from './map-message.ts';
import { readMessage, type ReadMessage } from './read-message.ts';

/** What a route takes: messages of one type, one a request, or a batch of any. */
export type SegmentCall = SegmentType | 'batch';

/**
 * The Segment HTTP API. A batch is answered `{ "success": true }` when every message is durable, kept in quarantine, or answered for under
 * `problems`: its clients throw a whole batch away for an answer of 4xx, and send it again and again for one of 5xx. A message that is
 * posted by itself and not taken is answered as the problem that it is. Source: Segment's "HTTP Tracking API" and "Spec" pages.
 */
export async function answerSegment(
  options: IngestPluginOptions,
  {
    call,
    request,
    reply,
  }: { readonly call: SegmentCall; readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<FastifyReply> {
  const body = fieldsOf(await readBody(request));
  const { id, source } = await requireSource(
    options.authenticateWriteKey,
    keyOfHeader(request) ?? textOf(body.writeKey),
  );
  const items = call === 'batch' ? itemsOfBatch(body) : [{ ...body, type: call }];
  options.rateLimit?.take(id, 'requests', 1);
  options.rateLimit?.take(id, 'bytes', Buffer.isBuffer(request.body) ? request.body.length : 0);
  options.rateLimit?.take(id, 'facts', items.length);
  const messages = items.map((item) => readMessage(item, options.programCurrency));
  const context = { source, isBackfill: isBackfill(request), receivedAt: options.now(), isSourceBound: true };
  const verdicts = await orUnavailable(take(options, messages, context));
  const [only] = verdicts;
  if (call !== 'batch' && only !== undefined && 'problem' in only) return sendProblem(request, reply, toProblem(only));
  const problems = verdicts.flatMap(toWire);
  return reply.send(problems.length === 0 ? { success: true } : { success: true, problems });
}

type Context = Parameters<IngestPluginOptions['ingest']['takeValues']>[1];

/** Verdicts in the order of the messages. */
async function take(
  { ingest }: IngestPluginOptions,
  messages: readonly ReadMessage[],
  context: Context,
): Promise<readonly FactVerdict[]> {
  const found = messages.flatMap(({ value, problem }) => (problem === undefined ? [] : [{ raw: value, problem }]));
  const values = messages.flatMap(({ value, problem }) => (problem === undefined ? [value] : []));
  const [refused, taken] = await Promise.all([
    found.length === 0 ? [] : ingest.quarantine(found, context),
    ingest.takeValues(values, context),
  ]);
  const [nextRefused, nextTaken] = [refused.values(), taken.values()];
  return messages.map(({ messageId, problem }) => {
    const { value: verdict } = problem === undefined ? nextTaken.next() : nextRefused.next();
    if (verdict === undefined) throw new Error('a message was left without a verdict');
    return { ...verdict, messageId };
  });
}

interface WireProblem {
  readonly index: number;
  readonly messageId: string;
  readonly verdict: 'quarantined' | 'rejected';
  readonly code: string;
  readonly reason: string;
  readonly errors?: FactProblem['errors'];
}

function toWire(verdict: FactVerdict, index: number): readonly WireProblem[] {
  if (!('problem' in verdict)) return [];
  const { kind, messageId, problem } = verdict;
  const { code, detail: reason, errors } = problem;
  return [{ index, messageId, verdict: kind, code, reason, ...(errors.length === 0 ? {} : { errors }) }];
}

async function readBody(request: FastifyRequest): Promise<object> {
  try {
    const value = parseJson(await readBytes(request, segmentLimits.batchBytesMax));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    // Segment answers 400 where we say 413.
    if (error instanceof ProblemError && error.code === 'request.too_large')
      throw invalid(`larger than ${segmentLimits.batchBytesMax} bytes`);
    throw error;
  }
  throw invalid('not a JSON object');
}

/** The envelope's context and sentAt stand for messages that have none of their own. */
function itemsOfBatch(body: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { batch } = body;
  if (!Array.isArray(batch)) throw invalid('"batch" is not a list');
  if (batch.length > segmentLimits.batchMessagesMax)
    throw invalid(`more than ${segmentLimits.batchMessagesMax} messages`);
  return batch.map((message: unknown) => {
    if (typeof message !== 'object' || message === null || Array.isArray(message)) return message;
    return { ...message, context: contextOf(body, message), sentAt: fieldsOf(message).sentAt ?? body.sentAt };
  });
}

function contextOf(body: Readonly<Record<string, unknown>>, message: object): object {
  return { ...fieldsOf(body.context), ...fieldsOf(fieldsOf(message).context) };
}

function invalid(detail: string): ProblemError {
  return new ProblemError('request.invalid', { detail });
}
