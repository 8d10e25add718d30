import { describe, expect, it } from 'vitest';
import { refuseWeakPassword } from './password-strength.ts';

const owner = { email: 'mei.lin@bluelotus.example', name: 'Mei Lin-Hartwigsen' };

describe('a password', () => {
  it.each([
    'password12',
    'Password123!',
    'qwertyuiop',
    '1234567890',
    'aaaaaaaaaaaa',
    'iloveyou2024',
    'mei.lin@bluelotus.example',
    'bluelotus2024',
    'hartwigsen!1987',
    'perennial-2026',
    'PerennialPerennial',
  ])('%s is refused', async (password) => {
    await expect(refuseWeakPassword(password, owner)).rejects.toMatchObject({ code: 'auth.password_weak' });
  });

  it.each(['correct horse battery', 'x7#kQ9!vLpTz', '梅花香自苦寒来二月', 'only lower case words here'])(
    '%s is taken, whatever kinds of signs it lacks',
    async (password) => {
      await expect(refuseWeakPassword(password, owner)).resolves.toBeUndefined();
    },
  );
});
