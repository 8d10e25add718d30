import type { TFunction } from 'i18next';

/** Codes that people choose from; another one can be typed. */
export const knownReasons = [
  'goodwill',
  'complaint',
  'correction',
  'duplicate',
  'mistake',
  'system_failure',
  'customer_request',
  'fraud',
  'settled',
] as const;

/** As the API takes it. */
export const reasonPattern = /^[a-z][a-z0-9_]{0,39}$/u;

/** A reason in words; one of the brand's own as it is. */
export function reasonText(code: string, t: TFunction): string {
  const known = knownReasons.find((one) => one === code);
  return known === undefined ? code : t(`reasonCode.known.${known}`);
}
