import { createProblem, errorTable, languageOf, type ProblemDetail, type ProblemLanguage } from '@perennial/contracts';
import type { LeftOutIdentity } from '@perennial/domain';
import { factLimits } from '@perennial/contracts/ingest';
import { parseExactly } from '@perennial/domain/reading';
import type { FactProblem, FactVerdict } from '@perennial/engine';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import { sendProblem } from '../errors.ts';
import { isBackfill } from './intake/backfill.ts';
import { parseJson, readText } from './intake/body.ts';
import type { IngestPluginOptions } from './intake/options.ts';
import { orUnavailable } from './intake/unavailable.ts';
import { toCode, toProblem } from './intake/verdict-problem.ts';
import { keyOfHeader, requireSource } from './intake/write-key.ts';

/**
 * `POST /v1/facts`: one fact, a list of facts, or NDJSON. Answers when all of it is durable: counts, and a verdict for each
 * fact in order. A fact posted by itself that is not taken is answered as the problem that it is.
 */
export async function answerFacts(
  options: IngestPluginOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { source } = await requireSource(options.authenticateWriteKey, keyOfHeader(request));
  const text = readText(request, factLimits.requestBytesMax);
  const { verdicts, isSingle } = await text.then((posted) =>
    take(options, readPosted(posted, request.headers['content-type']), { source, isBackfill: isBackfill(request) }),
  );
  const [only] = verdicts;
  if (isSingle && only !== undefined && 'problem' in only) return sendProblem(request, reply, toProblem(only));
  return reply.send(summarise(verdicts, languageOf(request.headers['accept-language'])));
}

/** A value that was read, or what is wrong with its line. */
type PostedItem = { readonly value: unknown } | { readonly problem: FactProblem };

interface Posted {
  readonly items: readonly PostedItem[];
  readonly isSingle: boolean;
}

function readPosted(text: string, contentType: string | undefined): Posted {
  if (contentType !== undefined && /^application\/(x-)?ndjson|^application\/jsonl/i.test(contentType)) {
    return { items: text.split('\n').flatMap(readLine), isSingle: false };
  }
  const value = parseJson(text);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const lengthMean = text.length / Math.max(1, values.length);
  // The size of a single fact is only looked at when the request allows for one that is too large.
  const isSuspicious = text.length > factLimits.factBytesMax || lengthMean > factLimits.factBytesMax;
  return {
    items: values.map((one) => (isSuspicious && isTooLarge(one) ? { problem: tooLarge } : { value: one })),
    isSingle: !Array.isArray(value),
  };
}

/** Bytes of UTF-8 are at least the characters and at most three times as many; only in between are they counted. */
function isTooLarge(value: unknown): boolean {
  const text = JSON.stringify(value);
  return isTextTooLarge(text);
}

function isTextTooLarge(text: string): boolean {
  if (text.length * 3 <= factLimits.factBytesMax) return false;
  return text.length > factLimits.factBytesMax || Buffer.byteLength(text) > factLimits.factBytesMax;
}

function readLine(line: string): PostedItem[] {
  const text = line.trim();
  if (text === '') return [];
  if (isTextTooLarge(text)) return [{ problem: tooLarge }];
  try {
    return [{ value: parseExactly(text) }];
  } catch {
    return [{ problem: malformedLine }];
  }
}

const tooLarge: FactProblem = {
  code: 'fact.too_large',
  detail: `larger than ${factLimits.factBytesMax} bytes`,
  errors: [],
  isQuarantined: false,
};
const malformedLine: FactProblem = {
  code: 'fact.malformed_json',
  detail: 'this line is not valid JSON',
  errors: [],
  isQuarantined: false,
};

interface TakeContext {
  readonly source: string;
  readonly isBackfill: boolean;
}

interface Taken {
  readonly verdicts: readonly FactVerdict[];
  readonly isSingle: boolean;
}

/** Lines that could not be read keep their place among the verdicts. Holds nothing of what was read until the answer (see `createIngest`). */
function take(options: IngestPluginOptions, { items, isSingle }: Posted, context: TakeContext): Promise<Taken> {
  if (items.length > factLimits.batchFactsMax) {
    throw new ProblemError('ingest.batch_too_large', { context: { limit: factLimits.batchFactsMax } });
  }
  const problems = items.map((item) => ('problem' in item ? item.problem : undefined));
  const values = items.flatMap((item) => ('value' in item ? [item.value] : []));
  return orUnavailable(options.ingest.takeValues(values, context)).then((taken) => ({
    verdicts: withProblems(taken, problems),
    isSingle,
  }));
}

/** The verdicts of values in the places of those without a problem. */
function withProblems(
  taken: readonly FactVerdict[],
  problems: readonly (FactProblem | undefined)[],
): readonly FactVerdict[] {
  let next = 0;
  return problems.map((problem) => {
    if (problem !== undefined) return { kind: 'rejected', messageId: '', problem };
    const verdict = taken[next];
    next += 1;
    if (verdict === undefined) throw new Error('a fact was left without a verdict');
    return verdict;
  });
}

function summarise(verdicts: readonly FactVerdict[], language: ProblemLanguage) {
  const counts = { accepted: 0, duplicate: 0, quarantined: 0, rejected: 0 };
  for (const verdict of verdicts) counts[verdict.kind] += 1;
  return { ...counts, verdicts: verdicts.map((verdict) => toWire(verdict, language)) };
}

/** What a fact was taken without. */
function notesOf(leftOut: readonly LeftOutIdentity[] = []): readonly ProblemDetail[] {
  return leftOut.map(({ type, reason }) => ({ path: `/identities/${type}`, message: `left out: ${reason}` }));
}

function toWire(verdict: FactVerdict, language: ProblemLanguage) {
  if (!('problem' in verdict)) {
    const notes = notesOf(verdict.leftOut);
    return { messageId: verdict.messageId, verdict: verdict.kind, ...(notes.length === 0 ? {} : { notes }) };
  }
  const { code, detail, errors } = verdict.problem;
  const problem = createProblem(toCode(code), { language, detail, ...(errors.length === 0 ? {} : { errors }) });
  return {
    messageId: verdict.messageId,
    verdict: verdict.kind,
    code,
    status: errorTable[toCode(code)].status,
    problem,
  };
}
