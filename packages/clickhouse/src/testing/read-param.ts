/** A parameter of a query as a server reads it from `param_*`: text, a list, or nothing. */
export type ParamValue = string | null | readonly (string | number)[];

/** Reads what the client wrote: `\N` is null, a list stands in brackets with its texts quoted, all else is escaped text. */
export function readParam(written: string): ParamValue {
  if (written === '\\N') return null;
  if (!written.startsWith('[')) return unescape(written);
  const items = written.slice(1, -1).matchAll(/'((?:[^'\\]|\\.)*)'|([^,\s][^,]*)/gs);
  return [...items].map(([, quoted, bare]) => (quoted === undefined ? Number(bare) : unescape(quoted)));
}

const escaped: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', '0': '\0' };

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/gs, (_, char: string) => escaped[char] ?? char);
}
