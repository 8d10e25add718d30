import { isNobody, readOrderStatus } from '@perennial/domain/reading';

const flags = new Set(['yes', 'no', 'true', 'false', 'y', 'n', '是', '否', 'on', 'off']);
/** So many rows with one value are no chance. */
const rowsMin = 5;

/** Whether the values of a column are statuses or flags, and so name nobody. */
export function areFlags(values: readonly string[]): boolean {
  const different = new Set(values.filter((value) => value !== '').map((value) => value.trim().toLowerCase()));
  if (different.size === 0) return false;
  const texts = [...different];
  return texts.every((text) => flags.has(text)) || texts.every((text) => readOrderStatus(text) !== undefined);
}

/** Whether a column that is only guessed to name customers would make one customer of everything. */
export function isOneForAll(values: readonly string[]): boolean {
  const people = values.filter((value) => !isNobody(value));
  return people.length >= rowsMin && new Set(people).size === 1;
}
