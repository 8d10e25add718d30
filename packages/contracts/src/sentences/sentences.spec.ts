import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { errorTable } from '../errors/error-table.ts';
import { fieldNames } from './field-names.ts';
import { detailOfIssue } from './issue-sentence.ts';
import { readSentence } from './read-sentence.ts';
import { parametersOf } from './sentence.ts';
import { sentenceTable } from './sentence-table.ts';
import { wordSentence, wordText } from './word-sentence.ts';

/** Names that are the same in every language: of formats, products, fields on the wire and options of the command line. */
const latin = new RegExp(
  `\\b(?:${[
    'https?|localhost|GB|application/(?:x-nd)?json|constructor|prototype|perennial doctor|API|CSV|TSV|JSON|NDJSON|ISO|UUID|RFC|URL|HTTP|IP|ID|ZIP|PDF|RAR|zip|gzip|RFM|CLV|SKU|OneID|UTF|Unicode|Excel|WPS|SQLite|Parquet|Bearer|Host|CODE|MCP',
    'Segment|Perennial|perennial analyze|TikTok Shop|Square|Shopify|WooCommerce|Magento|Amazon|WeChat|Citus|PostgreSQL|ClickHouse',
    'phone|email|external_id|crm|shop|messageId|type|occurredAt|payload|source|userId|anonymousId|previousId|groupId|event|value',
    'Webhook|members\\.reveal|identify|track|page|screen|group|alias|amountMinor|priceMinor|order\\.placed|customer_id|date|amount|batch',
    'sk_api_|pk_write_|application/octet-stream|xlsx|xls|dd/MM/yyyy|MM/dd/yyyy|point|comma|encoding|delimiter|columns|currency|rejects-max|dry-run',
  ].join('|')})(?![A-Za-z])`,
  'g',
);

function foreignWords(zh: string): readonly string[] {
  const rest = zh.replaceAll(/\{\w+\}/g, '').replaceAll(latin, '');
  return rest.match(/[A-Za-z]{2,}/g) ?? [];
}

describe('the table of sentences', () => {
  it('says each in both languages, with the same parameters', () => {
    for (const [code, { en, zh }] of Object.entries(sentenceTable)) {
      expect(code).toMatch(/^[a-z]+\.[a-z0-9_]+$/);
      if (!code.startsWith('document.')) expect(en, code).not.toMatch(/\p{Script=Han}/u);
      expect(
        parametersOf(zh)
          .toSorted()
          .filter((name) => name !== 'why'),
        code,
      ).toEqual(
        parametersOf(en)
          .toSorted()
          .filter((name) => name !== 'why'),
      );
    }
  });

  it('says nothing in English to who reads Chinese, but for names that are no words', () => {
    const texts = [
      ...Object.entries(sentenceTable).map(([code, { zh }]) => [code, zh] as const),
      ...Object.entries(fieldNames).map(([name, { zh }]) => [name, zh] as const),
    ];
    const problems = texts.flatMap(([code, zh]) => foreignWords(zh).map((word) => `${code}: ${word}`));
    expect(problems).toEqual([]);
    expect(
      Object.entries(sentenceTable).filter(
        ([code, { zh }]) => !/\p{Script=Han}/u.test(zh) && !['kind.uuid', 'issue.custom'].includes(code),
      ),
    ).toEqual([]);
  });

  it('says errors and their next steps in Chinese alone as well', () => {
    const problems = Object.entries(errorTable).flatMap(([code, { title, next }]) =>
      [title.zh, next.zh].flatMap((zh) =>
        foreignWords(zh.replaceAll(/[-\w]*[A-Z_][\w-]*|`[^`]*`|"[^"]*"/g, '')).map((word) => `${code}: ${word}`),
      ),
    );
    expect(problems).toEqual([]);
  });

  it('reads each sentence back by the template that it was made from, and fills the same in', () => {
    for (const [code, { en }] of Object.entries(sentenceTable)) {
      const params = Object.fromEntries(parametersOf(en).map((name, at) => [name, `${at + 3}`]));
      const made = wordSentence({ code, params }, 'en') ?? '';
      const read = readSentence(made);
      expect(read === undefined ? made : wordSentence(read, 'en'), code).toBe(made);
    }
  });

  it('does not make up a sentence for a text that is none', () => {
    expect(readSentence('The moon is full.')).toBeUndefined();
    expect(wordText('The moon is full.', 'zh')).toBeUndefined();
    expect(wordText('phone: the moon is full', 'zh')).toBeUndefined();
    expect(wordSentence({ code: 'constructor', params: {} }, 'zh')).toBeUndefined();
  });
});

const schema = z.object({
  orderId: z.union([z.string().min(1).max(5), z.int()]),
  lines: z.array(z.object({ quantity: z.number().min(0).max(9) })).max(2),
  kind: z.enum(['write', 'api']).optional(),
  id: z.uuid().optional(),
});

function said(value: unknown, language: 'en' | 'zh' = 'en'): readonly string[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map((issue) => {
    const detail = detailOfIssue(issue, value, '');
    return wordSentence({ code: detail.code ?? '', params: detail.params ?? {} }, language) ?? '';
  });
}

describe('what a schema finds wrong', () => {
  it('is said by the name of what is missing', () => {
    expect(said({ lines: [{}] })).toEqual(['orderId is required', 'lines[0].quantity is required']);
    expect(said({ orderId: null, lines: [] }, 'zh')).toEqual(['缺少“订单号”（orderId）']);
    expect(said(undefined)).toEqual(['body is required']);
  });

  it('is said by the rule, never by the value', () => {
    expect(said({ orderId: true, lines: [{ quantity: 'many' }] })).toEqual([
      'orderId must be a text or a number',
      'lines[0].quantity must be a number',
    ]);
    expect(said({ orderId: '', lines: [{ quantity: 10 }], kind: 'gold', id: 'x' })).toEqual([
      'orderId must not be empty',
      'lines[0].quantity must be at most 9',
      'kind must be one of: write, api',
      'id must be a UUID',
    ]);
    expect(said({ orderId: 'toolong', lines: [{ quantity: 1 }, { quantity: 1 }, { quantity: -1 }] }, 'zh')).toEqual([
      '“订单号”（orderId）最多 5 个字符',
      '“订单行”（lines）最多 2 项',
    ]);
  });
});
