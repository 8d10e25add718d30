/** Starting, stopping or crashed (PostgreSQL's class 57P), or nobody listening. */
const codes = new Set(['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/** How the client begins what it says of a connection that is gone, without a code. */
const beginnings = [
  'Connection terminated',
  'Client has encountered a connection error',
  'timeout exceeded when trying to connect',
];

/** Whether an error says that the server is not there right now, so that asking again later may help. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') return codes.has(error.code);
  return beginnings.some((beginning) => error.message.startsWith(beginning));
}
