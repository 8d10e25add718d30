import { describe, expect, it } from 'vitest';
import { testEvent } from '../testing/outbox/memory-delivery-store.ts';
import type { OutboxEvent, Receiver } from './delivery-store.ts';
import { matchEvents, type JudgeEvents, type Verdict } from './match-events.ts';

const condition = { field: 'purchase.count', operator: '>', value: 2 };

function receiver(id: string, parts: Partial<Receiver> = {}): Receiver {
  return { id, types: ['stage.changed'], condition: null, perSecondMax: 10, state: 'active', revision: 1, ...parts };
}
const event = (position: number, type = 'stage.changed'): OutboxEvent => ({
  ...testEvent(0, position, `m${position}`),
  type,
});
const never: JudgeEvents = () => Promise.reject(new Error('nobody is to be judged'));
const said =
  (...verdicts: readonly Verdict[]): JudgeEvents =>
  async () =>
    verdicts;
const told = async (...asked: Parameters<typeof matchEvents>) =>
  (await matchEvents(...asked)).map(({ receiverId, event: { position }, heldBack }) => [
    receiverId,
    position,
    heldBack,
  ]);

describe('whom events are told to', () => {
  it('is whoever asked for their type, in the order of the events, and nobody else', async () => {
    const receivers = [receiver('a'), receiver('b', { types: ['member.merged', 'stage.changed'] })];
    expect(await told(receivers, [event(1), event(2, 'member.merged')], never)).toEqual([
      ['a', 1, null],
      ['b', 1, null],
      ['b', 2, null],
    ]);
    expect(await told(receivers, [event(1, 'member.erased')], never)).toEqual([]);
    expect(await told([], [event(1)], never)).toEqual([]);
  });

  it('is also one that is paused or gone: events wait for it', async () => {
    const receivers = [receiver('a', { state: 'paused' }), receiver('b', { state: 'gone' })];
    expect(await told(receivers, [event(1)], never)).toEqual([
      ['a', 1, null],
      ['b', 1, null],
    ]);
  });

  it('goes by the condition, asked only about what is of the type', async () => {
    const asked: (readonly number[])[] = [];
    const judge: JudgeEvents = async (_receiver, events) => {
      asked.push(events.map(({ position }) => position));
      return events.map(({ position }) => position === 3);
    };
    const events = [event(1), event(2, 'member.merged'), event(3)];
    expect(await told([receiver('a', { condition }), receiver('b')], events, judge)).toEqual([
      ['a', 3, null],
      ['b', 1, null],
      ['b', 3, null],
    ]);
    expect(asked).toEqual([[1, 3]]);
  });

  it('asks nobody about one who was erased: whoever takes that type is told', async () => {
    const types = ['stage.changed', 'member.erased'];
    const events = [event(1, 'member.erased'), event(2)];
    expect(await told([receiver('a', { types, condition })], events, said(false))).toEqual([['a', 1, null]]);
    expect(await told([receiver('a', { types, condition })], [event(1, 'member.erased')], never)).toEqual([
      ['a', 1, null],
    ]);
  });

  it('keeps what cannot be judged for somebody to decide, and does not tell it', async () => {
    const verdicts = said({ heldBack: 'webhook.member_unreadable' }, true, false);
    expect(await told([receiver('a', { condition })], [event(1), event(2), event(3)], verdicts)).toEqual([
      ['a', 1, 'webhook.member_unreadable'],
      ['a', 2, null],
    ]);
  });

  it('tells nobody what it has no verdict on', async () => {
    expect(await told([receiver('a', { condition })], [event(1), event(2)], said(true))).toEqual([['a', 1, null]]);
  });

  it('passes a failure to judge on, so that nothing is passed over', async () => {
    await expect(matchEvents([receiver('a', { condition })], [event(1)], never)).rejects.toThrow('judged');
  });
});
