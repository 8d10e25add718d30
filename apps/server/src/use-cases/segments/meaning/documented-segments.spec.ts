import { readFileSync } from 'node:fs';
import { compileProgram, createDayTable, createDefaultProgram, facets } from '@perennial/domain';
import type { CompiledProgram, FactValue } from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../kernel/caller.ts';
import { checkedSegment, classOf } from './check-segment.ts';

const page = readFileSync(new URL('../../../../../../docs/reference/segments.md', import.meta.url), 'utf8');
const samples = [...page.matchAll(/```json\n([\s\S]*?)```/gu)].map(([, text = '']) => JSON.parse(text) as FactValue);
const windows = [...page.matchAll(/^\| `(\{"window".*?\})` \|/gmu)].map(
  ([, text = '']) => JSON.parse(text) as FactValue,
);

const program: CompiledProgram = compileProgram(
  createDefaultProgram(),
  { version: 1, effectiveAt: 0 },
  { days: createDayTable('Asia/Shanghai'), facets },
);
const caller: Caller = { kind: 'command_line', id: 'command line' };

describe('the page about segments', () => {
  it('shows conditions that can be saved', () => {
    const classes = samples.map((value) => classOf(checkedSegment(program, { value, caller })));
    expect(classes).toEqual(['fold', 'lens', 'lens', 'lens', 'fold']);
  });

  it('shows windows that behaviours take', () => {
    expect(windows).toHaveLength(6);
    for (const window of windows) {
      const value = { did: 'bought', window, measure: 'count', operator: '>', value: 0 };
      expect(() => checkedSegment(program, { value, caller })).not.toThrow();
    }
  });
});
