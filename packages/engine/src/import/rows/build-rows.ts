import { hash } from 'node:crypto';
import type { ImportMapping } from '../mapping/import-mapping.ts';
import type { BuildResult, BuiltFact, FactBuilder } from './built-fact.ts';
import { instantProblem, numberProblem, roundedProblem } from './row-checks.ts';
import { rowProblem, type FileRow, type RowProblem, type RowReader } from './row-reader.ts';

export interface RowBuilderOptions {
  readonly reader: RowReader;
  readonly mapping: ImportMapping;
  readonly currency: string;
}

const finished: BuildResult = { facts: [], rejects: [] };
const orderIdLengthMax = 90;

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
  return {
    push(row) {
      const problem = instantProblem(reader, row) ?? numberProblem(reader, row) ?? orderIdProblem(reader, row);
      if (problem !== null) return rejected(row, problem);
      const at = reader.instant(row, 'occurredAt') ?? 0;
      const amount = reader.decimal(row, 'amount');
      if (amount === undefined) return rejected(row, rowProblem('field_empty', 'the amount is empty'));
      const identities = reader.identities(row);
      const quantity = reader.decimal(row, 'quantity');
      const who = identities.map(({ type, value }) => `${type}=${value}`).join();
      const orderId = reader.text(row, 'orderId') || numberOf(`${who}|${at}|${amount}|${quantity ?? ''}`);
      const amountMinor = reader.minor(Math.abs(amount));
      const currency = reader.text(row, 'currency') || options.currency;
      const place = {
        channel: reader.text(row, 'channel') || (mapping.channel ?? ''),
        storeId: reader.text(row, 'storeId') || (mapping.storeId ?? ''),
      };
      if (amount < 0) {
        const payload = { orderId, refundId: orderId, amountMinor, currency, isOrderUnknown: true };
        return built(row, {
          messageId: `refund:${orderId}`,
          type: 'order.refunded',
          occurredAt: at,
          identities,
          ...place,
          payload,
        });
      }
      const payload = { orderId, amountMinor, currency, ...(quantity === undefined ? {} : { itemCount: quantity }) };
      return built(row, {
        messageId: `order:${orderId}`,
        type: 'order.placed',
        occurredAt: at,
        identities,
        ...place,
        payload,
      });
    },
    finish: () => finished,
  };
}

function orderIdProblem(reader: RowReader, row: FileRow): RowProblem | null {
  const isTooLong = reader.text(row, 'orderId').length > orderIdLengthMax;
  if (isTooLong) return rowProblem('field_too_long', `orderId has more than ${orderIdLengthMax} characters`);
  return roundedProblem(reader, row);
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
      const identities = reader.identities(row);
      if (identities.length === 0) return rejected(row, rowProblem('no_identity', 'nothing says who this is'));
      const at = reader.instant(row, 'occurredAt');
      const problem = roundedProblem(reader, row) ?? (at === undefined ? null : instantProblem(reader, row));
      if (problem !== null) return rejected(row, problem);
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
