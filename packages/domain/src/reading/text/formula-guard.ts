import { invisible } from './invisible.ts';

/**
 * A spreadsheet takes a cell that begins with one of these signs for a formula; in Chinese and Japanese input they are full-width. Some do
 * so behind spaces, no-break spaces, and marks that nobody sees: a guard that those hide from is none.
 */
const unseen = `\\s${invisible.source.slice(1, -1)}\\u180E\\u2800`;
const sign = '[=+\\-@\\t\\r\\n＝＋－＠]';
const formula = new RegExp(`^[${unseen}]*${sign}|^[\\t\\r\\n]`);
const plainNumber = /^-?\d+(\.\d+)?$/;
/** Texts that the guard itself would make: they get one more apostrophe, so that taking one off gives back what was there. */
const looksGuarded = new RegExp(`^[${unseen}]*'[${unseen}']*(?:${sign}|\\d)`);
const guarded = new RegExp(`^'(?=[${unseen}']*(?:${sign}|\\d))`);
const formulaText = /^="(.*)"$/s;

/** The cell as it may stand in a file that a spreadsheet opens: behind an apostrophe where it would run as a formula. Numbers stay numbers. */
export function guardCell(text: string): string {
  if (looksGuarded.test(text)) return `'${text}`;
  return formula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

/**
 * What the cell says, without the dress that spreadsheets and exports give it: our own guard, the apostrophe before a number kept as
 * text, and `="0012"`. An apostrophe that begins a word (`'t Hooft`) belongs to it.
 */
export function undressCell(cell: string): string {
  const first = cell.charCodeAt(0);
  if (first === apostrophe) return cell.replace(guarded, '');
  return first === equals ? cell.replace(formulaText, (_, inner: string) => inner.replaceAll('""', '"')) : cell;
}

const apostrophe = 39;
const equals = 61;
