import { createProblem, errorTable, languageOf, type ProblemDetail, type ProblemLanguage } from '@perennial/contracts';
import type { LeftOutIdentity } from '@perennial/domain';
import { factLimits } from '@perennial/contracts/ingest';
import type { FactProblem, FactVerdict } from '@perennial/engine';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../errors.ts';
import { isBackfill } from './intake/backfill.ts';
import { readBytes } from './intake/body.ts';
import type { IngestPluginOptions } from './intake/options.ts';
import { countFacts, readFacts, type PostedPart } from './intake/read-facts.ts';
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
  const { id, source } = await requireSource(options.authenticateWriteKey, keyOfHeader(request));
  options.rateLimit?.take(id, 'requests', 1);
  const context = { source, isBackfill: isBackfill(request), isSourceBound: true };
  const body = await readBytes(request, factLimits.requestBytesMax);
  options.rateLimit?.take(id, 'bytes', body.length);
  const posted = await readFacts(body, isLines(request.headers['content-type']));
  const { isSingle } = posted;
  options.rateLimit?.take(id, 'facts', countFacts(posted));
  const verdicts = await takeParts(options, posted.parts, context);
  const [only] = verdicts;
  if (isSingle && only !== undefined && 'problem' in only) return sendProblem(request, reply, toProblem(only));
  return reply.send(summarise(verdicts, languageOf(request.headers['accept-language'])));
}

function isLines(contentType: string | undefined): boolean {
  return contentType !== undefined && /^application\/(x-)?ndjson|^application\/jsonl/i.test(contentType);
}

type Context = Parameters<IngestPluginOptions['ingest']['takeValues']>[1];

/**
 * One part after the other, so that facts are logged in the order in which they stand and nobody waits long for a turn. A part is let go
 * when it is taken. Where one fails, those before it are in the log, and the retry is answered that they are duplicates.
 */
async function takeParts(
  options: IngestPluginOptions,
  parts: PostedPart[],
  context: Context,
): Promise<readonly FactVerdict[]> {
  const verdicts: FactVerdict[] = [];
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const taking = take(options, part, context);
    part = undefined;
    verdicts.push(...(await taking));
  }
  return verdicts;
}

/** Lines that could not be read keep their place among the verdicts. Holds nothing of what was read until the answer (see `createIngest`). */
function take(options: IngestPluginOptions, part: PostedPart, context: Context): Promise<readonly FactVerdict[]> {
  const { facts, reread } = part;
  const problems = facts.map((fact) => ('problem' in fact ? fact.problem : undefined));
  const places = facts.flatMap((fact, index) => ('value' in fact ? [index] : []));
  const values = facts.flatMap((fact) => ('value' in fact ? [fact.value] : []));
  return takeAt(options, { values, problems }, { ...context, reread: (index) => reread(places[index] ?? -1) });
}

interface Read {
  readonly values: readonly unknown[];
  readonly problems: readonly (FactProblem | undefined)[];
}

function takeAt(options: IngestPluginOptions, { values, problems }: Read, context: Context) {
  return orUnavailable(options.ingest.takeValues(values, context)).then((taken) => withProblems(taken, problems));
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
