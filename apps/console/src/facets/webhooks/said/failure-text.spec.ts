import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { en } from '../i18n/en.ts';
import { zh } from '../i18n/zh.ts';
import { answerOf, failureText } from './failure-text.ts';

describe('what a failed call is said to be', () => {
  beforeAll(async () => {
    const resources = { en: { translation: { webhooks: en } }, 'zh-CN': { translation: { webhooks: zh } } };
    await i18next.init({ lng: 'en', resources });
  });

  it('has words in both languages for every code', () => {
    for (const code of Object.keys(en.failure.codes)) {
      for (const language of ['en', 'zh-CN']) {
        const { what, next } = failureText({ code: `webhook.${code}` }, i18next.getFixedT(language));
        expect([what, next].join(' '), code).not.toMatch(/webhooks\.|\{\{/);
      }
    }
  });

  it('names the status of the answer, and says something else of each kind', () => {
    const t = i18next.getFixedT('en');
    expect(failureText({ code: 'webhook.status', status: 503 }, t).what).toContain('503');
    expect([401, 403, 404, 405, 410, 413, 418, 429, 500, 599].map(answerOf)).toEqual([
      'refused',
      'refused',
      'missing',
      'missing',
      'gone',
      'large',
      'other',
      'many',
      'broken',
      'broken',
    ]);
  });

  it('shows a code that nobody knows as it is, and says no status where none is known', () => {
    const t = i18next.getFixedT('en');
    expect(failureText({ code: 'webhook.odd' }, t).what).toContain('webhook.odd');
    expect(failureText({ code: 'webhook.status' }, t).what).toBe(en.failure.codes.status.what);
  });
});
