/** Sends what a curl command of a page would send, in words of it that are known by now; curl itself is not on every machine. */
export async function curlSample(
  line: string,
  { address, known }: { readonly address: string; readonly known: ReadonlyMap<string, string> },
): Promise<{ readonly status: number; readonly answer: unknown }> {
  let typed = line.replaceAll('http://127.0.0.1:4600', address);
  for (const [word, value] of known) typed = typed.replaceAll(word, value);
  const words = [...typed.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
  const after = (option: string) => words.filter((_, at) => words[at - 1] === option);
  const body = after('-d')[0];
  const response = await fetch(words.find((word) => word.startsWith('http')) ?? '', {
    method: after('-X')[0] ?? (body === undefined ? 'GET' : 'POST'),
    headers: after('-H').map((header): [string, string] => [header.split(': ')[0] ?? '', header.split(': ')[1] ?? '']),
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, answer: await response.json() };
}
