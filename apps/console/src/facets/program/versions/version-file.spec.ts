import { expect, it } from 'vitest';
import { versionFile } from './version-file.ts';

it('holds every document under its path, in the order of paths', async () => {
  const documents = { 'settings.json': { b: 1, a: [2] }, 'lifecycles/main.json': { stages: [] } };
  const file = versionFile(documents);
  expect(file.type).toBe('application/json');
  const text = await file.text();
  expect(JSON.parse(text)).toEqual(documents);
  expect(Object.keys(JSON.parse(text))).toEqual(['lifecycles/main.json', 'settings.json']);
});

it('is the same for the same documents, whatever the order they came in', async () => {
  const one = versionFile({ 'a.json': 1, 'b.json': 2 });
  const other = versionFile({ 'b.json': 2, 'a.json': 1 });
  expect(await one.text()).toBe(await other.text());
});
