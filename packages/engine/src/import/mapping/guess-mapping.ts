import { readDecimal } from '../text/decimal-text.ts';
import { guessInstantFormat } from '../text/instant-text.ts';
import { guessSource } from './guess-source.ts';
import { foldColumnName, identityFields, importFields, requiredFields, whenField } from './import-fields.ts';
import type { FileSample, ImportKind, MappingGuess } from './import-mapping.ts';

/** Guesses what a file is and which column means what. The operator sees the guess and changes what is wrong. */
export function guessMapping(sample: FileSample, wantedKind?: ImportKind): MappingGuess {
  const kind = wantedKind ?? guessKind(sample);
  const notes: string[] = [];
  const columns = kind === 'facts' ? {} : assignColumns(kind, sample.columns);
  if (kind === 'order_lines') dropOrderTotals(columns, sample, notes);
  if (kind === 'members') {
    addAttributes(columns, sample.columns);
    tellRepeats(columns, sample, notes);
  }
  const source = guessSource(sample.fileName, sample.folderName);
  const instantFormat = guessFormat(columns[whenField(kind)], sample, notes);
  tellMissing(kind, columns, notes);
  const identityType = guessIdentityType(columns['member'], source);
  return { mapping: { kind, columns, instantFormat, identityType, source, isBackfill: true }, notes };
}

function guessKind(sample: FileSample): ImportKind {
  const names = sample.columns.map(foldColumnName);
  if (
    sample.isObjects &&
    names.includes('type') &&
    ['identities', 'payload', 'messageid'].some((name) => names.includes(name))
  )
    return 'facts';
  const lines = assignColumns('order_lines', sample.columns);
  const has = (...fields: string[]) => fields.every((field) => lines[field] !== undefined);
  const rates = assignColumns('rates', sample.columns);
  const isRates = requiredFields('rates').every((field) => rates[field] !== undefined);
  if (isRates && !has('orderId') && !has('amount') && !has('productId')) return 'rates';
  const hasIdentity = identityFields.some((field) => has(field));
  const hasValue = has('amount') || has('unitPrice');
  if (has('orderId', 'occurredAt', 'productId') && (hasValue || has('quantity'))) return 'order_lines';
  if (has('occurredAt', 'amount') && (hasIdentity || has('orderId'))) return 'orders';
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

/** Exports often repeat the total of the order on each of its lines; summed up it would count as often as there are lines. */
function dropOrderTotals(columns: Record<string, string>, sample: FileSample, notes: string[]): void {
  const { orderId, amount, unitPrice, quantity } = columns;
  if (orderId === undefined || amount === undefined || unitPrice === undefined) return;
  const at = (name: string) => sample.columns.indexOf(name);
  const amounts = new Map<string, { same: boolean; value: string; lines: number; sum: number }>();
  for (const row of sample.rows) {
    const value = row[at(amount)] ?? '';
    const product =
      readDecimal(row[at(unitPrice)] ?? '') * (quantity === undefined ? 1 : readDecimal(row[at(quantity)] ?? ''));
    const order = amounts.get(row[at(orderId)] ?? '') ?? { same: true, value, lines: 0, sum: 0 };
    amounts.set(row[at(orderId)] ?? '', {
      same: order.same && order.value === value,
      value,
      lines: order.lines + 1,
      sum: order.sum + product,
    });
  }
  const several = [...amounts.values()].filter((order) => order.lines > 1);
  const isTotal =
    several.length > 0 &&
    several.every((order) => order.same && readDecimal(order.value) > (order.sum / order.lines) * 1.01);
  if (!isTotal) return;
  delete columns['amount'];
  notes.push(
    `Column "${amount}" repeats the total of the order on each line, so the lines take "${unitPrice}" times the quantity.`,
  );
}

function addAttributes(columns: Record<string, string>, all: readonly string[]): void {
  const taken = new Set(Object.values(columns));
  for (const column of all)
    if (!taken.has(column) && column !== '') columns[`attributes.${attributeName(column)}`] = column;
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
  const at = sample.columns.indexOf(column);
  const guess = guessInstantFormat(sample.rows.map((row) => row[at] ?? ''));
  if (guess.format === undefined)
    notes.push(`No known way of writing an instant fits the values of "${column}"; state it.`);
  if (guess.isAmbiguous) notes.push(ambiguousInstants);
  return guess.format ?? 'iso';
}

/** Said when day and month could be exchanged in every row seen. */
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
  if (kind === 'order_lines' && columns['amount'] === undefined && columns['unitPrice'] === undefined) {
    notes.push('No column holds a price or an amount: every line would count as nothing.');
  }
}

function guessIdentityType(column: string | undefined, source: string): string {
  const name = foldColumnName(column ?? '');
  if (/unionid/.test(name)) return 'wechat_unionid';
  if (/card|卡号/.test(name)) return 'card_no';
  if (/userid|用户id/.test(name)) return 'user_id';
  return `external_id:${source}`;
}
