import { describe, expect, it } from 'vitest';
import { registerOf } from '../testing/folded.ts';
import { daysLater, fact, foldFacts, registersIn } from '../testing/given.ts';

describe('registers', () => {
  it('keep the later write, whichever comes first, and removal too', () => {
    const set = (value: string | null, days: number) =>
      fact({ type: 'attributes.changed', at: daysLater(days), payload: { attributes: { city: value } } });
    const rome = { ...set('Rome', 1), recordedAt: daysLater(3) };
    expect(registerOf(foldFacts([set('Paris', 2), rome]), 'attribute', 'city')).toBe('"Paris"');
    expect(registerOf(foldFacts([set(null, 2), rome]), 'attribute', 'city')).toBe('null');
  });

  it('take attributes from a registration, and consents by topic', () => {
    const work = foldFacts([
      fact({ type: 'member.registered', at: daysLater(0), payload: { attributes: { level: 3 } } }),
      fact({ type: 'consent.changed', at: daysLater(1), payload: { topic: 'sms', isGranted: true } }),
    ]);
    expect(registersIn(work).map(({ kind, name }) => `${kind}|${name}`)).toEqual(['attribute|level', 'consent|sms']);
  });
});
