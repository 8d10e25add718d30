import { describe, expect, it } from 'vitest';
import type { Call } from './moody-receiver.ts';
import { expectTold } from './told-as-decided.ts';

const decided = [1, 2, 3].map((position) => ({
  member_id: position === 2 ? 'b' : 'a',
  position,
  type: 'stage.changed',
}));

function call(sequence: number, status: number | null = 200, parts: { id?: string; text?: string } = {}): Call {
  const { id = `evt_${sequence}`, text = `{"sequence":${sequence}}` } = parts;
  const data = { memberId: sequence === 2 ? 'b' : 'a', sequence };
  return { received: { id, timestamp: '1', signatures: [], text, type: 'stage.changed', data, atMs: 0 }, status };
}

const judge = (...calls: readonly Call[]) => expectTold(decided, calls);

describe('what a receiver saw', () => {
  it('is as decided when each event came, of each member in order', () => {
    expect(() => judge(call(2), call(1), call(3))).not.toThrow();
  });

  it('may hold repeats, also of what was acknowledged, and failures before', () => {
    expect(() => judge(call(1, 500), call(1, null), call(1), call(2), call(3), call(1))).not.toThrow();
  });

  it('is not when something is missing, was never decided, or was never acknowledged', () => {
    expect(() => judge(call(1), call(2))).toThrow('never told');
    expect(() => judge(call(1), call(2), call(3), call(4))).toThrow('never decided');
    expect(() => judge(call(1), call(2), call(3, 500))).toThrow('not acknowledged');
  });

  it('is not when a member’s events came in another order, or were acknowledged in one', () => {
    expect(() => judge(call(3), call(1), call(2))).toThrow('arrived, of a');
    expect(() => judge(call(1, 500), call(3), call(1), call(2))).toThrow('acknowledged, of a');
  });

  it('is not when an id or a body is another one the second time, or is that of another event', () => {
    expect(() => judge(call(1, 500), call(1, 200, { id: 'evt_x' }), call(2), call(3))).toThrow('ids of a/1');
    expect(() => judge(call(1, 500), call(1, 200, { text: '{}' }), call(2), call(3))).toThrow('bodies of evt_1');
    expect(() => judge(call(1), call(2), call(3, 200, { id: 'evt_1' }))).toThrow('events with the id evt_1');
  });
});
