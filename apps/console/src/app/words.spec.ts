import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadWords } from './words.ts';

const sourceRoot = `${import.meta.dirname}/..`;

function flatten(texts: object, prefix = ''): readonly (readonly [string, string])[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as const] : flatten(value, `${prefix}${key}.`),
  );
}

const english = new Map(flatten(await loadWords('en')));
const chinese = new Map(flatten(await loadWords('zh-CN')));

it('has the same keys in both languages', () => {
  expect([...chinese.keys()].toSorted()).toEqual([...english.keys()].toSorted());
});

it('leaves no text empty', () => {
  for (const [key, text] of [...english, ...chinese]) expect(text.trim(), key).not.toBe('');
});

it('fills the same placeholders in both languages', () => {
  const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).toSorted();
  for (const [key, text] of english) expect(placeholders(chinese.get(key) ?? ''), key).toEqual(placeholders(text));
});

/** Names that are the same in every language: of formats, products, standards and commands. */
const sameEverywhere =
  /\b(?:Perennial|API|CSV|TSV|JSON|NDJSON|Git|PNG|ISO|ID|gzip|Segment|OpenAPI|UnionID|OpenID|unionid|perennial analyze|npx perennial start|npx perennial doctor|PERENNIAL_\w+|TOTP|Webhook|Webhooks|Standard Webhooks|webhook-id|webhook\.test|POST|HTTP|http|Node|CRM|NFC|QR|null|guest|skincare\/serum|phone|external_id|crm|RFM|CLV|SKU|OneID|UUID|PIN|https)\b/g;

it('says nothing in English to who reads Chinese, but for names that are the same everywhere', () => {
  const problems = [...chinese].flatMap(([key, text]) => {
    const words = text.replaceAll(/\{\{\w+\}\}/g, '').replaceAll(sameEverywhere, '');
    return (words.match(/[a-z]{2,}/gi) ?? []).map((word) => `${key}: ${word}`);
  });
  expect(problems).toEqual([]);
});

it('has no hard-coded text in a component', () => {
  const found = globSync('**/*.tsx', { cwd: sourceRoot }).flatMap((file) => {
    const source = readFileSync(`${sourceRoot}/${file}`, 'utf8');
    const literals = source.matchAll(
      /(?:aria-label|title|placeholder|label|alt)="([^"]*[A-Za-z\u4e00-\u9fff][^"]*)"|>\s*([A-Za-z\u4e00-\u9fff][\w\u4e00-\u9fff ,.'’-]{2,})\s*<\//g,
    );
    return [...literals].map((match) => `${file}: ${match[1] ?? match[2]}`);
  });
  expect(found).toEqual([]);
});
