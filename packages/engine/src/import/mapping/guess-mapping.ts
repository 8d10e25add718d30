import { dayPart, guessInstantFormat, parseNumber, settleInstants } from '@perennial/domain/reading';
import { foldColumnName } from '../documents/column-name.ts';
import { findDocument } from '../documents/find-document.ts';
import { guessSource } from './guess-source.ts';
import { identityFields, importFields, requiredFields, whenField } from './import-fields.ts';
import type { FileSample, ImportKind, MappingGuess } from './import-mapping.ts';
import { assignByParts } from './name-parts.ts';
import { areFlags, isOneForAll } from './no-customer.ts';
import { settleTotals } from './order-totals.ts';
import { settleStatus } from './settle-status.ts';

/** Guesses what a file is and which column means what. The operator sees the guess and changes what is wrong. */
export function guessMapping(sample: FileSample, wantedKind?: ImportKind): MappingGuess {
  const document = wantedKind === undefined || isOrders(wantedKind) ? findDocument(sample.columns) : undefined;
  const kind =
    wantedKind ?? (document === undefined ? guessKind(sample) : document.hasLines ? 'order_lines' : 'orders');
  const notes: string[] = [];
  if (document !== undefined) notes.push(`The columns are those of a ${document.name}.`);
  const columns = document === undefined ? guessColumns(kind, sample, notes) : { ...document.columns };
  if (isOrders(kind)) settleStatus(columns, sample, notes);
  if (kind === 'orders') takeTotalAsAmount(columns);
  if (kind === 'order_lines') {
    // A shop without numbers for its products tells them apart by name.
    if (columns['productId'] === undefined && columns['productName'] !== undefined)
      columns['productId'] = columns['productName'];
    settleTotals(columns, sample, notes);
  }
  if (kind === 'members') {
    addAttributes(columns, sample.columns);
    tellRepeats(columns, sample, notes);
  }
  const source = guessSource(sample.fileName, sample.folderName);
  const instantFormat = guessFormat(columns[whenField(kind)], sample, notes);
  tellMissing(kind, columns, notes);
  const identityType = guessIdentityType(columns['member'], source);
  return {
    mapping: { kind, columns, instantFormat, identityType, source, isBackfill: true },
    // Columns are looked at twice, and what was seen of one need be said once.
    notes: [...new Set(notes)],
    ...(document === undefined ? {} : { document: { id: document.id, name: document.name } }),
  };
}

function isOrders(kind: ImportKind): boolean {
  return kind === 'orders' || kind === 'order_lines';
}

/** A row that is an order has one amount: what was paid for all of it. */
function takeTotalAsAmount(columns: Record<string, string>): void {
  for (const field of ['productId', 'productName', 'unitPrice', 'lineDiscount', 'lineShipping']) delete columns[field];
  if (columns['orderTotal'] === undefined) return;
  columns['amount'] = columns['orderTotal'];
  delete columns['orderTotal'];
}

/** By the whole name, then by its parts; a column whose values cannot be what its name says is left out and told. */
function guessColumns(kind: ImportKind, sample: FileSample, notes: string[]): Record<string, string> {
  if (kind === 'facts') return {};
  const columns = assignColumns(kind, sample.columns);
  if (!isOrders(kind)) return columns;
  dropFlags(columns, sample, notes);
  dropTexts(columns, sample, notes);
  const taken = new Set(Object.values(columns));
  const open = new Set(
    [...importFields[kind].map(({ field }) => field), 'orderTotal'].filter((field) => columns[field] === undefined),
  );
  if (columns['amount'] !== undefined) open.delete('orderTotal');
  const free = sample.columns.filter((column) => !taken.has(column));
  for (const [field, column] of assignByParts(free, open)) {
    if (identityFields.some((one) => one === field) && isNoCustomer(sample, column, notes)) continue;
    columns[field] = column;
  }
  dropTexts(columns, sample, notes);
  return columns;
}

function valuesOf(sample: FileSample, column: string): readonly string[] {
  const at = sample.columns.indexOf(column);
  return sample.rows.map((row) => (row[at] ?? '').trim());
}

const numbers = ['amount', 'orderTotal', 'quantity', 'unitPrice', 'refund'] as const;

/** A column that is called refunded and says yes and no, or amount and names a currency, holds no numbers. */
function dropTexts(columns: Record<string, string>, sample: FileSample, notes: string[]): void {
  for (const field of numbers) {
    const column = columns[field];
    if (column === undefined) continue;
    const values = valuesOf(sample, column).filter((value) => value !== '');
    const read = values.filter((value) => parseNumber(value) !== null).length;
    if (values.length === 0 || read * 2 >= values.length) continue;
    delete columns[field];
    notes.push(`Column "${column}" holds no numbers: it is left out.`);
  }
}

function dropFlags(columns: Record<string, string>, sample: FileSample, notes: string[]): void {
  for (const field of identityFields) {
    const column = columns[field];
    if (column === undefined || !areFlags(valuesOf(sample, column))) continue;
    delete columns[field];
    notes.push(`Column "${column}" holds statuses or yes and no: it names no customers.`);
  }
}

function isNoCustomer(sample: FileSample, column: string, notes: string[]): boolean {
  const values = valuesOf(sample, column);
  const isNone = areFlags(values) || isOneForAll(values);
  if (isNone) notes.push(`Column "${column}" would make one customer of everything: it is left out.`);
  return isNone;
}

function guessKind(sample: FileSample): ImportKind {
  const names = sample.columns.map(foldColumnName);
  if (
    sample.isObjects &&
    names.includes('type') &&
    ['identities', 'payload', 'messageid'].some((name) => names.includes(name))
  )
    return 'facts';
  const lines = guessColumns('order_lines', sample, []);
  const has = (...fields: string[]) => fields.every((field) => lines[field] !== undefined);
  const rates = assignColumns('rates', sample.columns);
  const isRates = requiredFields('rates').every((field) => rates[field] !== undefined);
  const hasAmount = has('amount') || has('orderTotal');
  if (isRates && !has('orderId') && !hasAmount && !has('productId')) return 'rates';
  const hasIdentity = identityFields.some((field) => has(field));
  const hasProduct = has('productId') || has('productName');
  const hasValue = hasAmount || has('unitPrice');
  if (has('orderId', 'occurredAt') && hasProduct && (hasValue || has('quantity'))) return 'order_lines';
  if (has('occurredAt') && hasAmount && (hasIdentity || has('orderId'))) return 'orders';
  if (assignColumns('staff', sample.columns)['staffId'] !== undefined) return 'staff';
  if (has('productId') && !hasIdentity && !has('orderId')) return 'products';
  if (hasIdentity) return 'members';
  return has('storeId') ? 'stores' : 'orders';
}

/** Each column feeds one field: the field that comes first in the list takes it. */
function assignColumns(kind: ImportKind, columns: readonly string[]): Record<string, string> {
  const folded = columns.map(foldColumnName);
  const assigned: Record<string, string> = {};
  const taken = new Set<number>();
  for (const { field, names } of importFields[kind]) {
    const index = names
      .map((name) => folded.findIndex((column, at) => column === name && !taken.has(at)))
      .find((at) => at >= 0);
    const column = index === undefined ? undefined : columns[index];
    if (index === undefined || column === undefined) continue;
    taken.add(index);
    assigned[field] = column;
  }
  return assigned;
}

/** A longer name is none: what was taken for a header may be a text. Such a column is left for people to choose. */
const attributeNameMax = 89;

function addAttributes(columns: Record<string, string>, all: readonly string[]): void {
  const taken = new Set(Object.values(columns));
  for (const column of all) {
    const name = attributeName(column);
    if (!taken.has(column) && name !== '' && name.length <= attributeNameMax) columns[`attributes.${name}`] = column;
  }
}

/** A member in many rows is no list of members but of what they did, and each row would overwrite the one before. */
function tellRepeats(columns: Readonly<Record<string, string>>, sample: FileSample, notes: string[]): void {
  const column = identityFields.map((field) => columns[field]).find((name) => name !== undefined);
  const at = sample.columns.indexOf(column ?? '');
  const distinct = new Set(sample.rows.map((row) => row[at] ?? '')).size;
  if (distinct >= sample.rows.length * 0.9) return;
  notes.push(
    `In the first ${sample.rows.length} rows there are only ${distinct} different values of "${column ?? ''}": of a member's attributes the last row stays.`,
  );
}

/** `Home Ownership` → `home_ownership`. */
function attributeName(column: string): string {
  return column
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_|_$/g, '');
}

function guessFormat(column: string | undefined, sample: FileSample, notes: string[]): string {
  if (column === undefined) return 'iso';
  const values = valuesOf(sample, column).filter((value) => value !== '');
  const guess = guessInstantFormat(values);
  if (guess.isAmbiguous) notes.push(ambiguousInstants);
  if (guess.format !== undefined) return guess.format;
  const settled = settleInstants(countsOf(values.map(dayPart)));
  if (settled.kind === 'ask') notes.push(ambiguousInstants);
  else if (settled.formats.length > 0) return settled.formats.map(({ format }) => format).join(' | ');
  else notes.push(`No known way of writing an instant fits the values of "${column}"; state it.`);
  return 'iso';
}

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Said when the rows seen do not show which number is the day. */
export const ambiguousInstants =
  'In the first rows day and month could be exchanged; the rest of the file, or you, must settle it.';

function tellMissing(kind: ImportKind, columns: Readonly<Record<string, string>>, notes: string[]): void {
  for (const { field, isRequired } of importFields[kind]) {
    if (isRequired && columns[field] === undefined)
      notes.push(`No column was found for "${field}", which ${kind} need.`);
  }
  if (kind === 'orders' || kind === 'order_lines') {
    if (identityFields.every((field) => columns[field] === undefined))
      notes.push('No column says who bought: every order would be an anonymous sale.');
  }
  if (kind === 'order_lines' && moneyFields.every((field) => columns[field] === undefined)) {
    notes.push('No column holds a price or an amount: every line would count as nothing.');
  }
}

const moneyFields = ['amount', 'unitPrice', 'orderTotal'];

function guessIdentityType(column: string | undefined, source: string): string {
  const name = foldColumnName(column ?? '');
  if (/unionid/.test(name)) return 'wechat_unionid';
  if (/card|卡号/.test(name)) return 'card_no';
  if (/userid|用户id/.test(name)) return 'user_id';
  return `external_id:${source}`;
}
