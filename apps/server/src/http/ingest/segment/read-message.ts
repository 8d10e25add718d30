import { randomUUID } from 'node:crypto';
import { segmentLimits } from '@perennial/contracts/ingest';
import type { FactProblem } from '@perennial/engine';
import { fieldsOf, textOf } from './fields.ts';
import { mapMessage, type SegmentType } from './map-message.ts';
import type { Problems } from './read-values.ts';

export const segmentTypes = [
  'identify',
  'track',
  'page',
  'screen',
  'group',
  'alias',
] as const satisfies readonly SegmentType[];

/** A message that can be given to the check, or what is wrong with it; then `value` is what quarantine keeps for whoever repairs it. */
export interface ReadMessage {
  readonly messageId: string;
  readonly value: unknown;
  readonly problem?: FactProblem;
}

/** Reads one message. Whatever is wrong with it, is wrong with it alone. Messages without an id get one, as Segment does; then a repeat cannot be told from a second message. */
export function readMessage(item: unknown, programCurrency: string): ReadMessage {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    return { messageId: '', value: item, problem: problemOf('request.invalid', 'a message is not an object', false) };
  const message = fieldsOf(item);
  const messageId = textOf(message.messageId) ?? randomUUID();
  const type = segmentTypes.find((one) => one === message.type);
  if (type === undefined) {
    const { type: sent, ...payload } = message;
    const reason = 'a message has no type: identify, track, page, screen, group or alias';
    return { messageId, value: { messageId, type: sent, payload }, problem: problemOf('request.invalid', reason) };
  }
  const { value, problems } = mapMessage({ type, message, messageId, programCurrency });
  const problem = tooLarge(message) ?? missingOf(type, message) ?? unreadable(problems);
  return problem === null ? { messageId, value } : { messageId, value, problem };
}

function tooLarge(message: object): FactProblem | null {
  if (JSON.stringify(message).length <= segmentLimits.messageBytesMax) return null;
  return problemOf('request.invalid', `a message is larger than ${segmentLimits.messageBytesMax} bytes`);
}

function missingOf(type: SegmentType, message: Readonly<Record<string, unknown>>): FactProblem | null {
  const reason = missingReason(type, message);
  return reason === null ? null : problemOf('request.invalid', reason);
}

function missingReason(type: SegmentType, message: Readonly<Record<string, unknown>>): string | null {
  const hasUser = textOf(message.userId) !== undefined;
  if (!hasUser && typeof message.userId === 'number')
    return 'userId is a number that has lost digits: send it as a text';
  if (!hasUser && textOf(message.anonymousId) === undefined && type !== 'alias')
    return 'a message has neither userId nor anonymousId';
  if (type === 'track' && textOf(message.event) === undefined) return 'a track message has no event';
  if (type === 'group' && textOf(message.groupId) === undefined) return 'a group message has no groupId';
  if (type === 'alias' && (!hasUser || textOf(message.previousId) === undefined))
    return 'an alias message lacks userId or previousId';
  return null;
}

function unreadable(problems: Problems): FactProblem | null {
  const [first] = problems;
  if (first === undefined) return null;
  return { code: 'fact.invalid', detail: `${first.path}: ${first.message}`, errors: problems, isQuarantined: true };
}

function problemOf(code: string, detail: string, isQuarantined = true): FactProblem {
  return { code, detail, errors: [], isQuarantined };
}
