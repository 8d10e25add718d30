import { hash } from 'node:crypto';
import type { ImportMapping } from '../mapping/import-mapping.ts';
import type { BuildResult, BuiltFact, FactBuilder } from './built-fact.ts';
import { outcomeOf } from './order-head.ts';
import { readOrderRow } from './order-row.ts';
import { instantProblem, roundedProblem } from './row-checks.ts';
import type { FileRow } from './file-row.ts';
import { rowProblem, type RowProblem, type RowReader } from './row-reader.ts';

export interface RowBuilderOptions {
  readonly reader: RowReader;
  readonly mapping: ImportMapping;
  readonly currency: string;
}

const finished: BuildResult = { facts: [], rejects: [] };

function rejected(row: FileRow, problem: RowProblem): BuildResult {
  return { facts: [], rejects: [{ line: row.line, ...problem }] };
}

function built(row: FileRow, value: BuiltFact['value']): BuildResult {
  return { facts: [{ line: row.line, value }], rejects: [] };
}

/**
 * One row is one order. A row without an order number gets one made of its content and of how many equal rows came before it,
 * so that the same row is the same order in every file of the source, and two equal purchases stay two.
 */
export function createOrderRowBuilder(options: RowBuilderOptions): FactBuilder {
  const { reader, mapping } = options;
  const numberOf = createContentNumbers();
  const fill = reader.createFiller();
  return {
    push(given) {
      const row = fill(given);
      const read = readOrderRow(reader, row);
      if (read.kind === 'problem') return rejected(row, read.problem);
      const { at, amountMinor, identities, quantity, head, isRefund } = read.order;
      const who = identities.map(({ type, value }) => `${type}=${value}`).join();
      const content = `${who}|${at}|${read.order.amount}|${quantity ?? ''}`;
      const orderId = reader.text(row, 'orderId') || numberOf(content);
      const currency = reader.currency(row) || options.currency;
      const common = {
        occurredAt: at,
        identities,
        channel: reader.text(row, 'channel') || (mapping.channel ?? ''),
        storeId: reader.text(row, 'storeId') || (mapping.storeId ?? ''),
      };
      const fact = (messageId: string, type: string, payload: BuiltFact['value']['payload']): BuiltFact => ({
        line: row.line,
        value: { messageId, type, ...common, payload: { orderId, ...payload } },
      });
      const outcome = outcomeOf({ ...head, totalMinor: amountMinor }, amountMinor);
      if (outcome.kind === 'unpaid')
        return rejected(row, rowProblem('no_sale', `the order is not paid (${head.status}): no sale yet`));
      // Of an order without a number nobody can have told before.
      if (outcome.kind === 'cancelled' && reader.text(row, 'orderId') === '')
        return rejected(row, rowProblem('no_sale', 'the order was cancelled'));
      if (outcome.kind === 'cancelled')
        return { facts: [fact(`cancelled:${orderId}`, 'order.cancelled', {})], rejects: [] };
      if (isRefund) {
        const payload = { refundId: orderId, amountMinor, currency, isOrderUnknown: true };
        return { facts: [fact(`refund:${orderId}`, 'order.refunded', payload)], rejects: [] };
      }
      const items = quantity === undefined ? {} : { itemCount: quantity };
      const placed = fact(`order:${orderId}`, 'order.placed', { amountMinor, currency, ...items });
      if (outcome.refundMinor === 0) return { facts: [placed], rejects: [] };
      const payload = { refundId: `${orderId}:refunded`, amountMinor: outcome.refundMinor, currency };
      return {
        facts: [placed, fact(`refund:${orderId}:${outcome.refundMinor}`, 'order.refunded', payload)],
        rejects: [],
      };
    },
    finish: () => finished,
  };
}

/** Names for contents: 96 bits of the content's hash, and the count of equal ones before it. */
function createContentNumbers(): (content: string) => string {
  const seen = new Map<string, number>();
  return (content) => {
    const name = hash('sha256', content, 'hex').slice(0, 24);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}.${count}`;
  };
}

/** One row is one member: a registration where the file knows its instant, else attributes as they are known now. */
export function createMemberBuilder({ reader, mapping }: RowBuilderOptions): FactBuilder {
  const numberOf = createContentNumbers();
  return {
    push(row) {
      const problem = memberProblem(reader, row);
      if (problem !== null) return rejected(row, problem);
      const identities = reader.identities(row);
      const at = reader.instant(row, 'occurredAt');
      const attributes = reader.attributes(row);
      const content = JSON.stringify([identities, at ?? null, attributes]);
      const value = {
        messageId: `member:${numberOf(content)}`,
        type: at === undefined ? 'attributes.changed' : 'member.registered',
        identities,
        channel: mapping.channel ?? '',
        storeId: mapping.storeId ?? '',
        payload: { attributes },
      };
      return built(row, at === undefined ? value : { ...value, occurredAt: at });
    },
    finish: () => finished,
  };
}

/** Why a row is no member. */
export function memberProblem(reader: RowReader, row: FileRow): RowProblem | null {
  if (reader.identities(row).length === 0) return rowProblem('no_identity', 'nothing says who this is');
  const at = reader.instant(row, 'occurredAt');
  return roundedProblem(reader, row) ?? (at === undefined ? null : instantProblem(reader, row));
}

/** One row is one fact in our own shape. One without a message id gets one made of its content. */
export function createFactBuilder(): FactBuilder {
  const numberOf = createContentNumbers();
  return {
    push(row) {
      const { object } = row;
      if (typeof object !== 'object' || object === null || Array.isArray(object)) {
        return rejected(row, rowProblem('not_a_fact', 'the row is no JSON object'));
      }
      const messageId: unknown = Reflect.get(object, 'messageId');
      // What stands in the row is checked where every fact is checked.
      const value = {
        ...object,
        messageId: messageId ?? `fact:${numberOf(JSON.stringify(object))}`,
      } as BuiltFact['value'];
      return built(row, value);
    },
    finish: () => finished,
  };
}
