import type { TFunction } from 'i18next';

const known = ['strong', 'anonymous_history', 'staff', 'limit', 'kept_apart', 'released'] as const;

/** Why two members were made one, or were not; what somebody wrote as it stands. */
export function mergeReason(reason: string, t: TFunction): string {
  const code = known.find((one) => one === reason);
  return code === undefined ? reason : t(`identity.merges.reason.${code}`);
}
