import { describe, expect, it } from 'vitest';
import { capabilityTable, isCapability, roles, scopes } from './capabilities.ts';

describe('the capability table', () => {
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

  it('does not take inherited names, nor the other kinds of access, for capabilities', () => {
    for (const text of ['constructor', 'public', 'signed-in', 'member', ''])
      expect(isCapability(text), text).toBe(false);
    expect(isCapability('members.read')).toBe(true);
  });
});
