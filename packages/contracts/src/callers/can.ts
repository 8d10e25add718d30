import { capabilityTable, nameOfRole } from '../capabilities/capabilities.ts';
import type { Capability, Role } from '../capabilities/capabilities.ts';
import type { Route } from '../route/route.ts';
import type { LocalizedText } from '../schemas/common.ts';
import type { CommandLineCaller, DeviceCaller, KeyCaller, MemberCaller, UserCaller } from './caller.ts';

export type Verdict = { readonly isAllowed: true } | { readonly isAllowed: false; readonly reason: LocalizedText };

/** What of a caller decides what it may. */
export type Rights =
  | Pick<UserCaller, 'kind' | 'role'>
  | Pick<KeyCaller, 'kind' | 'scopes'>
  | Pick<MemberCaller | DeviceCaller | CommandLineCaller, 'kind'>;

/**
 * Whether a caller may, with the reason why not, to be shown beside the disabled control. A user by the role, a key by its scopes;
 * a device may what the staff of its store may; the command line may everything, because who can read the data folder holds
 * the keys already; a member nothing of what the staff does: what she may is asked of the routes of her own audience.
 */
export function can(caller: Rights, capability: Capability): Verdict {
  switch (caller.kind) {
    case 'user':
      return canRole(caller.role, capability) ? allowed : refuseRole(caller.role, capability);
    case 'key':
      return caller.scopes.includes(capability)
        ? allowed
        : refuse(`The key lacks the scope ${capability}.`, `密钥缺少权限范围 ${capability}。`);
    case 'device':
      return canRole('store_staff', capability)
        ? allowed
        : refuse('A device may only do what store staff may.', '门店设备只能执行门店员工可以执行的操作。');
    case 'command_line':
      return allowed;
    case 'member':
      return refuse('Members cannot do this.', '会员不能执行此操作。');
  }
}

/** Whether a caller may call a route. Nobody is no caller: who is not known yet may call public routes only. */
export function canCall(caller: Rights, route: Pick<Route, 'access' | 'isOpenToKeys'>): Verdict {
  if (route.access === 'public') return allowed;
  if (route.access === 'member')
    return caller.kind === 'member' ? allowed : refuse('Only members can do this.', '只有会员可以执行此操作。');
  if (caller.kind === 'member') return refuse('Members cannot do this.', '会员不能执行此操作。');
  if (route.isOpenToKeys === false && caller.kind === 'key')
    return refuse('API keys cannot do this.', 'API 密钥不能执行此操作。');
  if (route.isOpenToKeys === false && caller.kind === 'device')
    return refuse('Devices cannot do this.', '门店设备不能执行此操作。');
  return route.access === 'signed-in' ? allowed : can(caller, route.access);
}

const allowed: Verdict = { isAllowed: true };

function refuse(en: string, zh: string): Verdict {
  return { isAllowed: false, reason: { en, zh } };
}

function canRole(role: Role, capability: Capability): boolean {
  const roles: readonly Role[] = capabilityTable[capability];
  return roles.includes(role);
}

function refuseRole(role: Role, capability: Capability): Verdict {
  const names = capabilityTable[capability].map(nameOfRole);
  const own = nameOfRole(role);
  return refuse(
    `This needs one of these roles: ${names.map(({ en }) => en).join(', ')}. Yours is ${own.en}.`,
    `需要以下角色之一：${names.map(({ zh }) => zh).join('、')}。您的角色是${own.zh}。`,
  );
}
