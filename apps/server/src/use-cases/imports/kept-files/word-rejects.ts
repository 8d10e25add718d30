import { wordText } from '@perennial/contracts';
import type { ProblemLanguage } from '@perennial/contracts';
import { rejectColumnWords } from '@perennial/contracts/staff';
import { undressCell } from '@perennial/domain/reading';
import { toCsvRow } from '../../reading/csv.ts';
import { byteOrderMark } from '../../reading/file-words.ts';
import type { FileRequest } from '../../reading/file-words.ts';

/** The file of the rejects as its reader understands it: line and reason in his language. Programs get it as it is kept. */
export function wordRejects(parts: AsyncIterable<string>, { form, language }: FileRequest): AsyncIterable<string> {
  return form === 'raw' ? parts : wordedParts(parts, language);
}

async function* wordedParts(parts: AsyncIterable<string>, language: ProblemLanguage): AsyncIterable<string> {
  const { line, reason } = rejectColumnWords;
  yield byteOrderMark + toCsvRow([line[language], reason[language]]);
  let rest = '';
  for await (const part of parts) {
    const records = recordsIn(rest + part);
    rest = records.pop() ?? '';
    const rows = records.map((record) => wordRecord(record, language)).join('');
    if (rows !== '') yield rows;
  }
  if (rest !== '') yield wordRecord(rest, language);
}

/** The lines, those of one quoted reason together; the last one may go on in the next part. */
function recordsIn(text: string): string[] {
  const records: string[] = [];
  let open: string | undefined;
  for (const line of text.split('\n')) {
    const record: string = open === undefined ? line : `${open}\n${line}`;
    const isOpen = record.split('"').length % 2 === 0;
    open = isOpen ? record : undefined;
    if (!isOpen) records.push(record);
  }
  if (open !== undefined) records.push(open);
  return records;
}

/** `line,code,"reason"` as it is kept. */
const kept = /^(\d+),\w+,"(.*)"$/s;

function wordRecord(record: string, language: ProblemLanguage): string {
  const [, line, quoted] = kept.exec(record) ?? [];
  // The header of the kept file, or an empty end.
  if (line === undefined || quoted === undefined) return '';
  const reason = undressCell(quoted.replaceAll('""', '"'));
  return toCsvRow([line, wordText(reason, language) ?? reason]);
}
