import { describe, expect, it } from 'vitest';
import { can, capabilities, capabilityTable, roles, scopes } from './capabilities.ts';

describe('the capability table', () => {
  it('lets an administrator do everything and a viewer change nothing', () => {
    for (const capability of capabilities) {
      expect(can({ role: 'administrator' }, capability).isAllowed).toBe(true);
      if (!capability.endsWith('.read')) expect(can({ role: 'viewer' }, capability).isAllowed).toBe(false);
    }
  });

  it('says in both languages why not, naming the roles that may', () => {
    const verdict = can({ role: 'analyst' }, 'program.publish');
    expect(verdict).toMatchObject({ isAllowed: false });
    if (verdict.isAllowed) return;
    expect(verdict.reason.en).toContain('operator');
    expect(verdict.reason.zh).toContain('运营');
  });

  it('names only roles that there are, each capability at least one', () => {
    for (const allowed of Object.values(capabilityTable)) {
      expect(allowed.length).toBeGreaterThan(0);
      for (const role of allowed) expect(roles).toContain(role);
    }
  });

  it('gives no key the right to make keys, users, or read who did what', () => {
    expect(scopes).not.toContain('keys.manage');
    expect(scopes).not.toContain('users.manage');
    expect(scopes).not.toContain('audit.read');
    expect(scopes).toContain('members.read');
  });
});
