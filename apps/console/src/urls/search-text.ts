/**
 * The search part of an address as a person would write it: `stage=silent&stage=dormant&where.city=Shanghai`. A name with
 * a dot is an entry of a record, a repeated one a list, so that addresses can be read and sent to a colleague.
 */
export type SearchValue = string | number | boolean | readonly string[] | Readonly<Record<string, string>> | undefined;

export function writeSearch(search: object): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    append(parameters, name, value);
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

function append(parameters: URLSearchParams, name: string, value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) parameters.append(name, String(item));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) parameters.append(`${name}.${key}`, String(item));
  } else if ((typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean') {
    parameters.append(name, String(value));
  }
}

export function readSearch(text: string): Record<string, SearchValue> {
  const search: Record<string, string | string[]> = {};
  const records = new Map<string, Record<string, string>>();
  for (const [name, value] of new URLSearchParams(text)) {
    const dot = name.indexOf('.');
    if (dot > 0) {
      const record = records.get(name.slice(0, dot)) ?? {};
      record[name.slice(dot + 1)] = value;
      records.set(name.slice(0, dot), record);
    } else {
      const before = search[name];
      search[name] = before === undefined ? value : [before, value].flat();
    }
  }
  return { ...search, ...Object.fromEntries(records) };
}
