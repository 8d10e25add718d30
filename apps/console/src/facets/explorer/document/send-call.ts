import type { Language } from '../../../theme/preferences.ts';
import type { Operation } from './operations.ts';

export interface CallRequest {
  readonly url: string;
  readonly init: { readonly method: string; readonly headers: Record<string, string>; readonly body?: string };
}

export interface CallAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly milliseconds: number;
  readonly text: string;
  /** There was more than is shown. */
  readonly isCut: boolean;
}

type Values = Readonly<Record<string, string>>;

/** The request that the form stands for; what is left empty is not sent. */
export function requestOf(operation: Operation, values: Values, body: string): CallRequest {
  const of = (place: string) =>
    operation.parameters.flatMap((one) => {
      const value = values[one.name] ?? '';
      return one.place === place && value !== '' ? [[one.name, value] as const] : [];
    });
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const query = new URLSearchParams(of('query').map(([name, value]) => [name, value])).toString();
  const hasBody = operation.body === 'json';
  return {
    url: query === '' ? path : `${path}?${query}`,
    init: {
      method: operation.method,
      headers: { ...Object.fromEntries(of('header')), ...(hasBody ? { 'content-type': 'application/json' } : {}) },
      ...(hasBody ? { body } : {}),
    },
  };
}

/** A download of a million rows is no answer to be read here. */
const shownCharactersMax = 100_000;

/** Sends it with the session of the reader, as every page of the console does. */
export async function sendCall({ url, init }: CallRequest, language: Language): Promise<CallAnswer> {
  const began = performance.now();
  const response = await fetch(url, { ...init, headers: { ...init.headers, 'accept-language': language } });
  const { text, isCut } = await readStart(response);
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    milliseconds: Math.round(performance.now() - began),
    text: indent(text),
    isCut,
  };
}

async function readStart(response: Response): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (reader !== undefined) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
    if (text.length <= shownCharactersMax) continue;
    await reader.cancel();
    return { text: text.slice(0, shownCharactersMax), isCut: true };
  }
  return { text, isCut: false };
}

function indent(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
