import type { AddressProblem } from './address.ts';

/** Why a call did not deliver its webhook. */
export const sendingProblems = [
  'webhook.status',
  'webhook.redirect',
  'webhook.timeout',
  'webhook.answer_invalid',
  'webhook.connection_refused',
  'webhook.connection_lost',
  'webhook.unreachable',
  'webhook.tls',
  'webhook.name_unknown',
  'webhook.aborted',
] as const;
/** Addresses are judged again with each call, so it fails by their problems as well. */
export type WebhookFailureCode = AddressProblem | (typeof sendingProblems)[number];

/** What the network, the resolver and we ourselves say, in our codes. */
const codesOfErrors: Readonly<Record<string, WebhookFailureCode>> = {
  'webhook.address_private': 'webhook.address_private',
  ENOTFOUND: 'webhook.name_unknown',
  EAI_AGAIN: 'webhook.name_unknown',
  EAI_FAIL: 'webhook.name_unknown',
  EAI_NODATA: 'webhook.name_unknown',
  EAI_NONAME: 'webhook.name_unknown',
  ENODATA: 'webhook.name_unknown',
  ECONNREFUSED: 'webhook.connection_refused',
  ECONNRESET: 'webhook.connection_lost',
  ECONNABORTED: 'webhook.connection_lost',
  EPIPE: 'webhook.connection_lost',
  ETIMEDOUT: 'webhook.timeout',
  ERR_SOCKET_CONNECTION_TIMEOUT: 'webhook.timeout',
  EHOSTUNREACH: 'webhook.unreachable',
  EHOSTDOWN: 'webhook.unreachable',
  ENETUNREACH: 'webhook.unreachable',
  ENETDOWN: 'webhook.unreachable',
  EADDRNOTAVAIL: 'webhook.unreachable',
  EACCES: 'webhook.unreachable',
  EPERM: 'webhook.unreachable',
  EMFILE: 'webhook.unreachable',
  ENFILE: 'webhook.unreachable',
  ENOBUFS: 'webhook.unreachable',
  EINVAL: 'webhook.unreachable',
  EPROTO: 'webhook.tls',
};

/** Where in a call an error came up. */
export type CallStage = 'connecting' | 'securing' | 'talking';

/** Code of an error that ended a call. OpenSSL has some fifty names for a certificate that is not trusted: the stage tells. */
export function codeOfError(error: Error, stage: CallStage): WebhookFailureCode {
  const name = nameOf(error);
  const known = codesOfErrors[name];
  if (known !== undefined) return known;
  if (name.startsWith('HPE_')) return 'webhook.answer_invalid';
  return stage === 'securing' || /^ERR_(?:SSL|TLS)_/.test(name) ? 'webhook.tls' : 'webhook.connection_lost';
}

/** Whether a connection broke, which on one that stood idle means that the receiver had closed it. */
export function isBrokenConnection(error: Error): boolean {
  return codesOfErrors[nameOf(error)] === 'webhook.connection_lost';
}

/** Code of an answer by its status alone; null for one that took the webhook. */
export function codeOfStatus(status: number): WebhookFailureCode | null {
  if (status >= 200 && status <= 299) return null;
  return status >= 300 && status <= 399 ? 'webhook.redirect' : 'webhook.status';
}

function nameOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
