/** A spreadsheet takes a cell that begins so for a formula; some do so behind spaces, and in Chinese and Japanese input the signs are full-width. */
const formula = /^\s*[=+\-@\t\r\n＝＋－＠]|^[\t\r\n]/;
const plainNumber = /^-?\d+(\.\d+)?$/;
/** Texts that the guard itself would make: they get one more apostrophe, so that taking one off gives back what was there. */
const looksGuarded = /^'+\s*[=+\-@\t\r\n＝＋－＠\d]/;
const guarded = /^'(?='*\s*[=+\-@\t\r\n＝＋－＠\d])/;
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
