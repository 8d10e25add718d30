import { expect, it } from 'vitest';
import { documentIdPattern, documentsIn, pathInFolder } from './folder-documents.ts';

it('finds the documents of a folder, and none of another', () => {
  const documents = {
    'wallets/points.json': { id: 'points', name: { en: 'Points', zh: '积分' } },
    'wallets/card.json': null,
    'settings.json': {},
    'earning/points.json': {},
  };
  expect(documentsIn('wallets/', documents).map(({ id, path, name }) => [id, path, name.en])).toEqual([
    ['card', 'wallets/card.json', ''],
    ['points', 'wallets/points.json', 'Points'],
  ]);
  expect(pathInFolder('wallets/', 'points')).toBe('wallets/points.json');
});

it.each(['', 'Points', 'a b', '../x', 'a'.repeat(21), '-a'])('takes no id from %j', (id) => {
  expect(documentIdPattern.test(id)).toBe(false);
});
