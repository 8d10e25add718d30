import type { CheckedFact } from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import { createRateBook, type RateAnswer, type RateQuestion } from './rate-book.ts';

const dayMs = 86_400_000;
const march = Date.UTC(2026, 2, 1);

function factIn(currency: string, occurredAt = march): CheckedFact {
  return {
    source: 'shop',
    messageId: 'm',
    type: 'order.paid',
    occurredAt,
    statedAt: occurredAt,
    channel: '',
    storeId: '',
    identities: [],
    payload: { currency },
  };
}

function createBook(read: (questions: readonly RateQuestion[]) => Promise<readonly RateAnswer[]>) {
  const asked: RateQuestion[][] = [];
  const clock = { at: march };
  const book = createRateBook({
    program: 'CNY',
    readRates: (questions) => {
      asked.push([...questions]);
      return read(questions);
    },
    digitsOf: () => 2,
    dayOf: (at) => new Date(at).toISOString().slice(0, 10),
    now: () => clock.at,
  });
  return { book, asked, clock };
}

const answerAll = async (questions: readonly RateQuestion[]) =>
  questions.map((question) => ({ ...question, rate: '7', fromOn: '2026-01-01', version: 1 }));

describe('the book of rates', () => {
  it('asks once for what a batch needs, and not at all for the currency of the program', async () => {
    const { book, asked, clock } = createBook(answerAll);
    expect(book.prefetch([factIn('CNY'), factIn('CNY')])).toBeUndefined();
    await book.prefetch([factIn('USD'), factIn('USD'), factIn('EUR'), factIn('USD', march + dayMs)]);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.map(({ currency, day }) => `${currency} ${day}`)).toEqual([
      'USD 2026-03-01',
      'EUR 2026-03-01',
      'USD 2026-03-02',
    ]);
    clock.at += 59_999;
    expect(book.prefetch([factIn('USD')])).toBeUndefined();
    clock.at += 1;
    await book.prefetch([factIn('USD')]);
    expect(asked).toHaveLength(2);
  });

  it('leaves a batch that is under way its rates when something is published meanwhile', async () => {
    const { book, asked } = createBook(answerAll);
    await book.prefetch([factIn('USD')]);
    book.forget();
    expect(book.rateOf('USD', march)).toMatchObject({ rate: '7' });
    await book.prefetch([factIn('USD')]);
    expect(asked).toHaveLength(2);
  });

  it('does not keep an answer that was on its way when something was published', async () => {
    const { promise, resolve } = Promise.withResolvers<readonly RateAnswer[]>();
    const { book, asked } = createBook((questions) => (asked.length === 1 ? promise : answerAll(questions)));
    const looking = book.prefetch([factIn('USD')]);
    book.forget();
    resolve([]);
    await looking;
    await book.prefetch([factIn('USD')]);
    expect(book.rateOf('USD', march)).toMatchObject({ rate: '7' });
  });

  it('leaves a batch its rates when there are more days than are kept', async () => {
    const { book } = createBook(answerAll);
    await book.prefetch([factIn('USD')]);
    await book.prefetch(Array.from({ length: 36_600 }, (_, day) => factIn('EUR', day * dayMs)));
    expect(book.rateOf('USD', march)).toMatchObject({ rate: '7' });
  });

  it('says what is missing: a rate, or one that reaches back', async () => {
    const { book } = createBook(async ([question]) =>
      question?.currency === 'USD' ? [{ ...question, rate: null, fromOn: '2026-04-01', version: null }] : [],
    );
    await book.prefetch([factIn('USD')]);
    expect(book.rateOf('USD', march)).toEqual({ missing: 'the first published rate for "USD" holds from 2026-04-01' });
    await book.prefetch([factIn('EUR')]);
    expect(book.rateOf('EUR', march)).toEqual({ missing: 'no rate is published for "EUR"' });
    expect(book.prefetch([factIn('gold')])).toBeUndefined();
    expect(book.rateOf('gold', march)).toEqual({ missing: 'no rate is published for "gold"' });
  });
});
