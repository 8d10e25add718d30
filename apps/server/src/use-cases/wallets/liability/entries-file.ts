import type { Liability } from '@perennial/contracts/staff';
import { bookAccountWords, entryColumnWords, entryNameWords, monthStateWords } from '@perennial/contracts/staff';
import { toCsvRow } from '../../reading/csv.ts';
import { byteOrderMark, createFileWords } from '../../reading/file-words.ts';
import type { FileRequest, FileSettings } from '../../reading/file-words.ts';

type Line = NonNullable<Liability['revenue']>['entries'][number];

/** Entries for the books as a file: its first line, and a line each. */
export function entriesFile(lines: readonly Line[], settings: FileSettings, { form, language }: FileRequest): string {
  if (form === 'raw') return [toCsvRow(rawHeader), ...lines.map(rawRow)].join('');
  const words = createFileWords(settings, language);
  const { month, entry, account, debit, credit, state } = entryColumnWords;
  const titles = [
    words.zonedTitle(month),
    ...[entry, account].map(words.text),
    ...[debit, credit].map(words.amountTitle),
  ];
  const rows = lines.map((line) =>
    toCsvRow([
      line.month,
      nameOf(line.entry, words.text),
      words.text(bookAccountWords[line.account]),
      line.debitMinor === 0 ? '' : words.amount(line.debitMinor),
      line.creditMinor === 0 ? '' : words.amount(line.creditMinor),
      words.text(monthStateWords[line.isOver ? 'over' : 'running']),
    ]),
  );
  return byteOrderMark + [toCsvRow([...titles, words.text(state)]), ...rows].join('');
}

function nameOf(entry: string, text: (words: (typeof entryNameWords)[keyof typeof entryNameWords]) => string): string {
  const [month = '', name = ''] = entry.split('/');
  return name === 'deferral' || name === 'recognition' ? `${month} ${text(entryNameWords[name])}` : entry;
}

const rawHeader = ['month', 'is_over', 'entry', 'account', 'debit_minor', 'credit_minor'];

function rawRow({ month, isOver, entry, account, debitMinor, creditMinor }: Line): string {
  return toCsvRow([month, String(isOver), entry, account, String(debitMinor), String(creditMinor)]);
}
