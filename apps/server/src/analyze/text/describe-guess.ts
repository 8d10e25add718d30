import type { FileGuess } from '../input/read-orders.ts';

const encodingNames: Readonly<Record<string, string>> = { gb18030: 'GBK', 'windows-1252': 'Latin-1', 'utf-8': 'UTF-8' };
const delimiterNames: Readonly<Record<string, string>> = { '\t': 'tab', ',': 'comma', ';': 'semicolon', '|': 'bar' };

/** What a file was taken for, in a few lines. */
export function describeGuess({
  name,
  format,
  isGzip,
  encoding,
  delimiter,
  hasHeader,
  map,
  unused,
}: FileGuess): string {
  const kind = [
    format.toUpperCase(),
    ...(isGzip ? ['gzip'] : []),
    ...(format === 'parquet' ? [] : [encodingNames[encoding] ?? encoding]),
  ];
  if (format === 'csv' && delimiter !== '') kind.push(`delimiter ${delimiterNames[delimiter] ?? delimiter}`);
  if (!hasHeader) kind.push('no header');
  const pairs = Object.entries(map).map(([field, column]) => (field === column ? field : `${column} = ${field}`));
  const lines = [`${name}: ${kind.join(', ')}`, ...wrap(`  Taken: `, pairs)];
  if (unused.length > 0) lines.push(...wrap('  Not used: ', unused));
  return lines.join('\n');
}

const widthMax = 79;

function wrap(head: string, parts: readonly string[]): string[] {
  const lines: string[] = [];
  let line = head;
  parts.forEach((part, at) => {
    const text = at < parts.length - 1 ? `${part}, ` : part;
    if (line.length + text.trimEnd().length > widthMax && line.trim() !== head.trim()) {
      lines.push(line.trimEnd());
      line = ' '.repeat(head.length);
    }
    line += text;
  });
  return [...lines, line.trimEnd()];
}
