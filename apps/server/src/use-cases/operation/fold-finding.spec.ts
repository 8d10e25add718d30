import { describe, expect, it } from 'vitest';
import { describeFold } from './fold-finding.ts';

const state = { steps: 7, oldestAt: 1_000_000, isGuest: true, now: 1_002_000 };

describe('what the doctor says of the fold', () => {
  it('is well when nothing waits, or not for long', () => {
    expect(describeFold({ ...state, steps: 0, oldestAt: null })).toEqual({ verdict: 'ok', detail: '0 steps wait' });
    expect(describeFold(state)).toEqual({ verdict: 'ok', detail: '7 steps wait, the oldest for 2 s' });
  });

  it('warns of steps that grow old beside a running server, which is ready all the same', () => {
    const found = describeFold({ ...state, now: state.oldestAt + 2_700_000 });
    expect(found.verdict).toBe('warning');
    expect(found.detail).toContain('the oldest for 2700 s; ask again, and restart the server');
  });

  it('warns where nobody folds', () => {
    expect(describeFold({ ...state, isGuest: false })).toMatchObject({ verdict: 'warning' });
    expect(describeFold({ ...state, isGuest: false }).detail).toContain('nobody folds');
  });
});
