import { expect, it } from 'vitest';
import { auditText } from './audit-text.ts';

it('says in Chinese what the program added, and leaves what people wrote', () => {
  expect(auditText('asked by letter; 12 rows sent', 'zh')).toBe('asked by letter；已发送 12 行');
  expect(auditText('role operator', 'zh')).toBe('角色：运营');
  expect(auditText('version 3', 'zh')).toBe('版本 3');
  expect(auditText('name, role', 'zh')).toBe('名称、角色');
  expect(auditText('sign_in, linked by e-mail, role operator', 'zh')).toBe('登录、按电子邮箱关联、角色：运营');
  expect(auditText('sign_in provider.none (access_denied)', 'zh')).toMatch(
    /^登录：\p{Script=Han}+.* \(access_denied\)$/u,
  );
  expect(auditText('auth.sign_in_failed', 'en')).not.toContain('auth.');
  expect(auditText('客户来电', 'zh')).toBe('客户来电');
  expect(auditText('12 rows sent', 'en')).toBe('12 rows sent');
});
