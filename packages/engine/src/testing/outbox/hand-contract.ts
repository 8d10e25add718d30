import { describe, expect, it } from 'vitest';
import type { Hand } from '../../outbox/courier.ts';
import type { DueDelivery, Receiver } from '../../outbox/delivery-store.ts';
import { freshFixture, type Fixture } from '../fixture.ts';

export interface HandFixture extends Fixture {
  readonly hand: Hand;
  readonly receiver: Receiver;
  /** Of a member whom there is. */
  readonly delivery: DueDelivery;
  /** How the receiver answers from now on; `hang`: not at all. */
  answer(how: 'takes' | 'fails' | 'gone' | 'hang'): void;
  /** What arrived there, by the id and the text of each call. */
  arrived(): readonly { readonly id: string; readonly text: string }[];
  /** The receiver is no more. */
  removeReceiver(): Promise<void>;
}

/** What every way of handing something over does, whoever takes it. */
export function describeHand(name: string, create: () => Promise<HandFixture>): void {
  describe(`handing over: ${name}`, () => {
    const fixture = freshFixture(create);
    const give = (signal = new AbortController().signal) =>
      fixture().hand(fixture().receiver, fixture().delivery, signal);

    it('says that it was taken, and how long that took', async () => {
      expect(await give()).toMatchObject({ kind: 'delivered', ms: expect.any(Number) });
      expect(fixture().arrived()).toHaveLength(1);
    });

    it('gives the same each time, under the same id', async () => {
      await give();
      await give();
      const [one, other] = fixture().arrived();
      expect(other).toEqual(one);
      expect(one?.id).not.toBe('');
    });

    it('answers with a failure, by a stable code, and does not throw it', async () => {
      fixture().answer('fails');
      const outcome = await give();
      expect(outcome).toMatchObject({
        kind: 'failed',
        code: expect.stringMatching(/^[a-z]+\.[a-z_]+$/u),
        isGone: false,
      });
    });

    it('knows that a receiver is gone, by what it says and when it is no more', async () => {
      fixture().answer('gone');
      expect(await give()).toMatchObject({ kind: 'failed', isGone: true });
      await fixture().removeReceiver();
      await expect.poll(() => give(), { timeout: 5_000 }).toMatchObject({ kind: 'failed', isGone: true, status: null });
    });

    it('ends by itself where nobody answers', async () => {
      fixture().answer('hang');
      expect(await give()).toMatchObject({ kind: 'failed', status: null });
    });

    it('rejects when it is cut off, so that it does not count as tried', async () => {
      fixture().answer('hang');
      const cutting = new AbortController();
      const given = give(cutting.signal);
      await expect.poll(() => fixture().arrived().length).toBe(1);
      cutting.abort();
      await expect(given).rejects.toThrow();
    });
  });
}
