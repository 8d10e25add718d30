import { keptOf } from '@perennial/contracts/ingest';
import { facets, noProperties } from '@perennial/domain';
import type { FactPayload, PropertyDocuments } from '@perennial/domain';
import { createForget } from '@perennial/engine';
import { describe, expect, it } from 'vitest';

const declared: PropertyDocuments = {
  attributes: [
    { name: 'level', personal: false },
    { name: 'motto', personal: true },
  ],
  properties: [
    { type: 'gift.chosen', path: 'box.colour', personal: false },
    { type: 'order.paid', path: 'lines.embroidery', personal: false },
    { type: 'review.posted', path: 'text', personal: false },
  ],
};

function left(type: string, payload: FactPayload, properties = declared): unknown {
  return JSON.parse(createForget(keptOf(properties)).ofFact(type, JSON.stringify(payload)));
}

describe('of a fact of somebody who is erased', () => {
  it.each(['member.registered', 'attributes.changed'])('attributes of %s go but those that tell of nobody', (type) => {
    const attributes = { level: 'gold', motto: 'onward', size: 38, child: { level: 'gold' }, 'level.of': 'x' };
    expect(left(type, { attributes })).toEqual({ attributes: { level: 'gold' } });
    expect(left(type, { attributes }, noProperties)).toEqual({});
    expect(left(type, { attributes: { motto: 'onward' } })).toEqual({});
  });

  it('keeps no text within what is declared: that has paths of its own', () => {
    expect(left('attributes.changed', { attributes: { level: { said: 'zoe', points: 3 } } })).toEqual({
      attributes: { level: {} },
    });
    expect(left('attributes.changed', { attributes: { level: ['gold', 'silver'] } })).toEqual({
      attributes: { level: ['gold', 'silver'] },
    });
  });

  it('fields go that no schema knows, but those that the program names', () => {
    const payload = { box: { colour: 'red', ribbon: 'for zoe', count: 2 }, colour: 'zoe blue', wish: 'x' };
    expect(left('gift.chosen', payload)).toEqual({ box: { colour: 'red', count: 2 } });
    expect(left('gift.chosen', payload, noProperties)).toEqual({ box: { count: 2 } });
    expect(left('gift.wrapped', payload)).toEqual({ box: { count: 2 } });
  });

  it('fields stay within lists of what the schema keeps', () => {
    const lines = [{ productId: 'p1', name: 'Zoe’s mug', embroidery: 'sun', note: 'zoe' }];
    expect(left('order.paid', { orderId: 'o1', lines })).toEqual({
      orderId: 'o1',
      lines: [{ productId: 'p1', embroidery: 'sun' }],
    });
  });

  it('somebody’s own words go, whatever a program says of them', () => {
    expect(left('review.posted', { rating: 4, text: 'lovely' })).toEqual({ rating: 4 });
  });
});

it('of a decision writes stay into attributes that tell of nobody, and who decided', () => {
  const writes = [
    { kind: 'attribute', name: 'level', value: 'gold' },
    { kind: 'attribute', name: 'motto', value: 'onward' },
    { kind: 'tag', name: 'level', value: true },
    { kind: 'consent', name: 'sms', value: true },
  ];
  const text = JSON.stringify({ $by: 'li', registers: { writes } });
  expect(JSON.parse(createForget(keptOf(declared)).ofDecision(text, facets))).toEqual({
    $by: 'li',
    registers: { writes: writes.slice(0, 1) },
  });
});
