import { errorTable, type ErrorCode } from './error-table.ts';

export const problemContentType = 'application/problem+json';

/** What was wrong at one place of the request; `path` is a JSON pointer. */
export interface ProblemDetail {
  readonly path: string;
  /** In English, for who writes the request. */
  readonly message: string;
  /** The sentence by its code and what is filled into it, for who shows it in another language. */
  readonly code?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/**
 * An error as RFC 9457 has it. `type` is a URN made of the code, so that it identifies without having to resolve; `code`
 * repeats it for programs, `next` says in words what to do.
 */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly next: string;
  readonly detail?: string;
  /** `detail` by its code and what is filled into it, for who shows it in another language. */
  readonly said?: { readonly code: string; readonly params: Readonly<Record<string, string | number>> };
  readonly instance?: string;
  readonly errors?: readonly ProblemDetail[];
  /** Facts of the particular case: a limit, what was needed, what was there. */
  readonly context?: Readonly<Record<string, string | number | boolean>>;
}

export type ProblemLanguage = 'en' | 'zh';

export interface ProblemOptions {
  readonly language?: ProblemLanguage;
  readonly detail?: string | undefined;
  readonly said?: Problem['said'] | undefined;
  readonly instance?: string | undefined;
  readonly errors?: readonly ProblemDetail[] | undefined;
  readonly context?: Readonly<Record<string, string | number | boolean>> | undefined;
}

export function createProblem(code: ErrorCode, options: ProblemOptions = {}): Problem {
  const entry = errorTable[code];
  const language = options.language ?? 'en';
  return {
    type: `urn:perennial:error:${code}`,
    title: entry.title[language],
    status: entry.status,
    code,
    next: entry.next[language],
    ...(options.detail === undefined ? {} : { detail: options.detail }),
    ...(options.said === undefined ? {} : { said: options.said }),
    ...(options.instance === undefined ? {} : { instance: options.instance }),
    ...(options.errors === undefined ? {} : { errors: options.errors }),
    ...(options.context === undefined ? {} : { context: options.context }),
  };
}

/** `zh` when the header prefers Chinese to English, else `en`. Quality values are honoured, wildcards are not. */
export function languageOf(acceptLanguage: string | undefined): ProblemLanguage {
  const wanted = (acceptLanguage ?? '').slice(0, acceptLanguageLengthMax).split(',').map(readRange);
  const zh = bestQuality(wanted, 'zh');
  return zh > 0 && zh >= bestQuality(wanted, 'en') ? 'zh' : 'en';
}

/** A header longer than this is noise; reading it whole would be work given away. */
const acceptLanguageLengthMax = 256;

interface LanguageRange {
  readonly tag: string;
  readonly quality: number;
}

function readRange(range: string, index: number): LanguageRange {
  const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
  const stated = parameters.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1]).find((one) => one !== undefined);
  // Earlier ranges win among equals.
  return { tag, quality: Number(stated ?? 1) - index * 1e-6 };
}

function bestQuality(ranges: readonly LanguageRange[], language: string): number {
  return Math.max(
    0,
    ...ranges.filter(({ tag }) => tag === language || tag.startsWith(`${language}-`)).map(({ quality }) => quality),
  );
}
