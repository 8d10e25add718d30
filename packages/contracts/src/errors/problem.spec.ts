import { describe, expect, it } from 'vitest';
import { errorTable, isErrorCode } from './error-table.ts';
import { createProblem, languageOf } from './problem.ts';

describe('the table of errors', () => {
  it('says every error and its next step in both languages', () => {
    for (const [code, entry] of Object.entries(errorTable)) {
      expect(code).toMatch(/^[a-z]+\.[a-z0-9_]+$/);
      expect(entry.status).toBeGreaterThanOrEqual(400);
      expect(entry.title.zh, code).toMatch(/\p{Script=Han}/u);
      expect(entry.next.zh, code).toMatch(/\p{Script=Han}/u);
      expect(entry.title.en, code).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('tells by its status whether a command may be sent again as it is', () => {
    const codes = Object.entries(errorTable).filter(([code]) => code.startsWith('command.'));
    expect(Object.fromEntries(codes.map(([code, { status }]) => [code, status]))).toEqual({
      'command.key_required': 400,
      'command.key_reused': 409,
      'command.busy': 503,
      'command.queue_full': 429,
      'command.same_member': 409,
      'command.timed_out': 503,
    });
    for (const [code, { status, next }] of codes)
      expect([code, next.en.includes('Retry-After')]).toEqual([code, status === 503 || status === 429]);
    expect(errorTable['member.erased'].status).toBe(410);
  });

  it('does not take inherited names for codes', () => {
    expect(isErrorCode('constructor')).toBe(false);
    expect(isErrorCode('fact.invalid')).toBe(true);
  });
});

describe('a problem', () => {
  it('carries type, title, status, code and next step', () => {
    expect(createProblem('auth.required')).toEqual({
      type: 'urn:perennial:error:auth.required',
      title: 'Sign in first',
      status: 401,
      code: 'auth.required',
      next: 'Sign in, or send an API key.',
    });
  });

  it('speaks the language that the caller prefers', () => {
    expect(languageOf('zh-CN,zh;q=0.9,en;q=0.8')).toBe('zh');
    expect(languageOf('en-GB,en;q=0.9,zh;q=0.8')).toBe('en');
    expect(languageOf('fr')).toBe('en');
    expect(languageOf(undefined)).toBe('en');
  });
});
