import { destination, pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';

/** Keys whose values are never written, wherever in an object they stand one or two levels deep. */
const secretKeys = [
  'authorization',
  'cookie',
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'secret',
  'writeKey',
  'phone',
  'email',
];

const standardError = 2;

export interface LoggingOptions {
  readonly level: string;
  /** Standard error unless given, because standard output is for what a command answers; tests read what was written. */
  readonly destination?: DestinationStream;
}

/**
 * Structured logs, one JSON object a line. Personal data stays out by construction: requests are logged by route pattern
 * (never by address, which may hold an identity, nor by network address), errors without values of theirs.
 */
export function createLogger(options: LoggingOptions): Logger {
  const settings = {
    level: options.level,
    base: { service: 'perennial' },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[removed]' },
    serializers: { err: describeError },
  };
  return pino(settings, options.destination ?? destination(standardError));
}

/** An error as the log holds it: what and where, never the values that it failed on. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint, table } = error as Error & Readonly<Record<string, unknown>>;
  // A database quotes the offending value in its message; its code and constraint say enough.
  const isFromDatabase = 'severity' in error;
  return {
    type: error.name,
    message: isFromDatabase ? undefined : withoutValues(error.message),
    code,
    constraint,
    table,
    at: error.stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .slice(0, 8)
      .map((line) => line.trim()),
    cause: error.cause === undefined ? undefined : describeError(error.cause),
  };
}

/** Takes out what looks like an e-mail address or a number long enough to be a phone or card. */
export function withoutValues(text: string): string {
  return text
    .replaceAll(/[^\s@"'<>]+@[^\s@"'<>]+/g, '[removed]')
    .replaceAll(/\+?\d[\d -]{5,}\d/g, '[removed]')
    .slice(0, 500);
}
