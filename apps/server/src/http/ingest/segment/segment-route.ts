import { randomUUID } from 'node:crypto';
import { segmentLimits } from '@perennial/contracts/ingest';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../../../use-cases/kernel/problem-error.ts';
import { parseJson, readText } from '../intake/body.ts';
import type { IngestPluginOptions } from '../intake/options.ts';
import { orUnavailable } from '../intake/unavailable.ts';
import { keyOfHeader, requireSource } from '../intake/write-key.ts';
import { fieldsOf, textOf } from './fields.ts';
import { mapMessage, type SegmentType } from './map-message.ts';

export const segmentTypes = [
  'identify',
  'track',
  'page',
  'screen',
  'group',
  'alias',
] as const satisfies readonly SegmentType[];
export const segmentCalls = [...segmentTypes, 'batch', 'import'] as const;
export type SegmentCall = (typeof segmentCalls)[number];

/**
 * The Segment HTTP API: `{ "success": true }` when every message is durable, kept in quarantine, or a repeat; 400 for bodies
 * that are no messages at all. Source: Segment's "HTTP Tracking API" and "Spec" pages.
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
  const { source } = await requireSource(options.authenticateWriteKey, keyOfHeader(request) ?? textOf(body.writeKey));
  const messages = call === 'batch' || call === 'import' ? messagesOfBatch(body) : [{ ...body, type: call }];
  const receivedAt = options.now();
  const values = messages.map((message) => mapOne(message, options.programCurrency));
  await orUnavailable(options.ingest.takeValues(values, { source, isBackfill: call === 'import', receivedAt }));
  return reply.send({ success: true });
}

async function readBody(request: FastifyRequest): Promise<object> {
  try {
    const value = parseJson(await readText(request, segmentLimits.batchBytesMax));
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
function messagesOfBatch(body: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  const { batch } = body;
  if (!Array.isArray(batch)) throw invalid('"batch" is not a list');
  if (batch.length > segmentLimits.batchMessagesMax)
    throw invalid(`more than ${segmentLimits.batchMessagesMax} messages`);
  return batch.map((message: unknown) => {
    if (typeof message !== 'object' || message === null || Array.isArray(message))
      throw invalid('a message is not an object');
    return { ...fieldsOf(message), context: contextOf(body, message), sentAt: fieldsOf(message).sentAt ?? body.sentAt };
  });
}

function contextOf(body: Readonly<Record<string, unknown>>, message: object): object {
  return { ...fieldsOf(body.context), ...fieldsOf(fieldsOf(message).context) };
}

/** Messages without an id get one, as Segment does; then a repeat cannot be told from a second message. */
function mapOne(message: Readonly<Record<string, unknown>>, programCurrency: string): unknown {
  const type = segmentTypes.find((one) => one === message.type);
  if (type === undefined) throw invalid('a message has no type: identify, track, page, screen, group or alias');
  if (JSON.stringify(message).length > segmentLimits.messageBytesMax)
    throw invalid(`a message is larger than ${segmentLimits.messageBytesMax} bytes`);
  const problem = missingOf(type, message);
  if (problem !== null) throw invalid(problem);
  return mapMessage({ type, message, messageId: textOf(message.messageId) ?? randomUUID(), programCurrency });
}

function missingOf(type: SegmentType, message: Readonly<Record<string, unknown>>): string | null {
  const hasUser = textOf(message.userId) !== undefined;
  if (!hasUser && textOf(message.anonymousId) === undefined && type !== 'alias')
    return 'a message has neither userId nor anonymousId';
  if (type === 'track' && textOf(message.event) === undefined) return 'a track message has no event';
  if (type === 'group' && textOf(message.groupId) === undefined) return 'a group message has no groupId';
  if (type === 'alias' && (!hasUser || textOf(message.previousId) === undefined))
    return 'an alias message lacks userId or previousId';
  return null;
}

function invalid(detail: string): ProblemError {
  return new ProblemError('request.invalid', { detail });
}
