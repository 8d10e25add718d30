import { describe, expect, it } from 'vitest';
import { readDecision, writeDecision } from './decision-payload.ts';

describe('a decision in the log', () => {
  const parts = { registers: { writes: [{ kind: 'tag', name: 'vip', value: true }] } };

  it('says what each facet has to do and who decided', () => {
    expect(readDecision(writeDecision({ parts, by: '李明 (Administrator)' }))).toEqual({
      parts,
      by: '李明 (Administrator)',
    });
    expect(readDecision(writeDecision({ parts: {}, by: '' }))).toEqual({ parts: {}, by: '' });
  });

  it('is read as the release before wrote it, which did not say who', () => {
    expect(readDecision(JSON.stringify(parts))).toEqual({ parts, by: '' });
  });

  it('has the parts where the release before looks for them', () => {
    expect(JSON.parse(writeDecision({ parts, by: 'till' }))).toMatchObject(parts);
  });
});
