/** Whole lines of a text that comes in pieces, without their ends (`\n`, `\r\n`) and without a byte order mark. */
export async function* splitLines(text: AsyncIterable<string>): AsyncIterable<readonly string[]> {
  let rest = '';
  let isFirst = true;
  for await (const piece of text) {
    const lines = `${rest}${isFirst && piece.startsWith('\uFEFF') ? piece.slice(1) : piece}`.split('\n');
    isFirst &&= piece === '';
    rest = lines.pop() ?? '';
    for (const [at, line] of lines.entries()) if (line.endsWith('\r')) lines[at] = line.slice(0, -1);
    yield lines;
  }
  if (rest !== '') yield [rest.endsWith('\r') ? rest.slice(0, -1) : rest];
}
