import type { RouteGroup } from '@perennial/contracts';
import { commandLineActs, routes } from '@perennial/contracts/staff';
import type { TFunction } from 'i18next';
import { en } from '../i18n/en.ts';

const actsOfRoutes = Object.values<RouteGroup>(routes).flatMap((group) =>
  Object.values(group).flatMap(({ audit }) => (audit === undefined ? [] : [audit])),
);

/** Every act that can stand in the log. */
export const knownActs: readonly string[] = [...new Set([...actsOfRoutes, ...commandLineActs])].toSorted();

/** Keys are the same in both languages; these are only asked whether a name is known. */
function isActKey(key: string): key is keyof typeof en.act {
  return Object.hasOwn(en.act, key);
}

/** An act of the audit log in words; undefined for one that has none. */
export function actName(action: string, t: TFunction): string | undefined {
  const key = action.replaceAll('.', '_');
  return isActKey(key) ? t(`audit.act.${key}`) : undefined;
}
