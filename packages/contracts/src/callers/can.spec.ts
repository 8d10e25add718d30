import { describe, expect, it } from 'vitest';
import { capabilities } from '../capabilities/capabilities.ts';
import { can, canCall } from './can.ts';
import type { Rights } from './can.ts';

const administrator = { kind: 'user', role: 'administrator' } as const;
const member = { kind: 'member' } as const;
const device = { kind: 'device' } as const;
const commandLine = { kind: 'command_line' } as const;
const key = { kind: 'key', scopes: ['members.read'] } as const;

describe('what a caller may', () => {
  it('lets an administrator do everything and a viewer change nothing', () => {
    for (const capability of capabilities) {
      expect(can({ kind: 'user', role: 'administrator' }, capability).isAllowed).toBe(true);
      if (!capability.endsWith('.read'))
        expect(can({ kind: 'user', role: 'viewer' }, capability).isAllowed).toBe(false);
    }
  });

  it('says in both languages why not, naming the roles that may', () => {
    const verdict = can({ kind: 'user', role: 'analyst' }, 'program.publish');
    expect(verdict).toMatchObject({ isAllowed: false });
    if (verdict.isAllowed) return;
    expect(verdict.reason.en).toContain('operator');
    expect(verdict.reason.zh).toContain('运营');
  });

  it('lets a key do what its scopes name, and nothing beside', () => {
    const may = capabilities.filter((capability) => can(key, capability).isAllowed);
    expect(may).toEqual(['members.read']);
    expect(can(key, 'members.tag')).toMatchObject({ reason: { en: 'The key lacks the scope members.tag.' } });
  });

  it('lets a device do what the staff of its store may', () => {
    for (const capability of capabilities)
      expect(can(device, capability).isAllowed, capability).toBe(
        can({ kind: 'user', role: 'store_staff' }, capability).isAllowed,
      );
    expect(can(device, 'members.reveal').isAllowed).toBe(false);
  });

  it('lets a member do nothing of what the staff does, and the command line all of it', () => {
    for (const capability of capabilities) {
      expect(can(member, capability).isAllowed, capability).toBe(false);
      expect(can(commandLine, capability).isAllowed, capability).toBe(true);
    }
  });
});

describe('who may call a route', () => {
  const staff: readonly Rights[] = [administrator, { kind: 'user', role: 'viewer' }, key, device, commandLine];

  it('keeps members to their own routes, and everybody else out of them', () => {
    for (const access of ['signed-in', 'members.read'] as const)
      expect(canCall(member, { access }).isAllowed, access).toBe(false);
    expect(canCall(member, { access: 'member' }).isAllowed).toBe(true);
    for (const caller of staff) expect(canCall(caller, { access: 'member' }).isAllowed, caller.kind).toBe(false);
  });

  it('lets everybody call what is public, and all of the staff what needs only to be signed in', () => {
    for (const caller of [member, ...staff]) expect(canCall(caller, { access: 'public' }).isAllowed).toBe(true);
    for (const caller of staff) expect(canCall(caller, { access: 'signed-in' }).isAllowed).toBe(true);
  });

  it('lets no key and no device where accounts and keys are kept, whatever their scopes', () => {
    const route = { access: 'users.manage', isOpenToKeys: false } as const;
    expect(canCall({ kind: 'key', scopes: ['users.manage'] }, route).isAllowed).toBe(false);
    expect(canCall(device, { access: 'signed-in', isOpenToKeys: false }).isAllowed).toBe(false);
    expect(canCall(administrator, route).isAllowed).toBe(true);
    expect(canCall({ kind: 'user', role: 'operator' }, route).isAllowed).toBe(false);
  });
});
