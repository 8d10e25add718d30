import { expect, it } from 'vitest';
import { createSnippets, keyPlaceholder } from './snippets.ts';

it('puts address and key into every snippet', () => {
  for (const { code } of createSnippets('https://crm.example', 'pk_write_1')) {
    expect(code).toContain('https://crm.example');
    expect(code).toContain('pk_write_1');
    expect(code).not.toContain(keyPlaceholder);
  }
});

it('sends valid JSON', () => {
  for (const { id, code } of createSnippets('https://crm.example').filter(({ code: text }) => text.includes("-d '"))) {
    const body = /-d '([\s\S]*)'/.exec(code)?.[1] ?? '';
    expect(() => JSON.parse(body) as unknown, id).not.toThrow();
  }
});
