import { createInstantReader } from '@perennial/engine/import';

/** How the days of a file are written. `dd/MM/yyyy` stands for points and dashes in place of the strokes too; a month with a name needs no order. */
export type DayOrder = 'dd/MM/yyyy' | 'MM/dd/yyyy';

export interface ReadDay {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly format: string;
}

const dayMs = 86_400_000;
const shortYear = /^(\d{1,2}[/.-]\d{1,2}[/.-]|\d{1,2}[ -][a-z]{3,9}[ -])(\d{2})(?=$| \d{1,2}:)/i;

/** Reads the day of a date text without its time, by the import's own rules; two-digit years are of this century. Undefined when it is none. */
export function createDayReader(order: DayOrder): (text: string) => ReadDay | undefined {
  const formats = ['iso', 'yyyyMMdd', order, 'dd MMM yyyy'] as const;
  const readers = formats.map((format) => ({ name: nameOf(format), read: createInstantReader(format, 'UTC') }));
  return (text) => {
    const long = text.replace(shortYear, '$120$2');
    for (const { name, read } of readers) {
      const at = read(long);
      if (!Number.isNaN(at)) return { day: Math.floor(at / dayMs), format: name };
    }
    return undefined;
  };
}

function nameOf(format: string): string {
  return format === 'iso' ? 'yyyy-MM-dd' : format;
}
