import { nameOfRole, roles } from '@perennial/contracts';
import type { TFunction } from 'i18next';
import { common } from './en/common.ts';

type RoleKey = keyof typeof common.role;

function isRoleKey(role: string): role is RoleKey {
  return Object.hasOwn(common.role, role);
}

/** Who did something, as it is written down with what was done (`Li (Operator)`, `key shop`, `command line`, `system`), in words. */
export function personName(by: string, t: TFunction): string {
  if (by === 'system') return t('known.person.system');
  if (by === 'command line') return t('known.person.command_line');
  const user = /^(.*) \(([^()]+)\)$/su.exec(by);
  const role = roles.find((one) => nameOfRole(one).en === user?.[2]);
  if (user !== null && role !== undefined && isRoleKey(role))
    return t('known.person.user', { name: user[1] ?? '', role: t(`role.${role}`) });
  const [, kind, name = ''] = /^(key|device|member) (.+)$/su.exec(by) ?? [];
  return kind === 'key' || kind === 'device' || kind === 'member' ? t(`known.person.${kind}`, { name }) : by;
}
