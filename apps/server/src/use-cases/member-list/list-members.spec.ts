import { LensQueryError } from '@perennial/clickhouse';
import { compileProgram, createDayTable, createDefaultProgram, facets } from '@perennial/domain';
import type { FactValue } from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import { createListMembers } from './list-members.ts';

const zone = 'Asia/Shanghai';
const program = compileProgram(
  createDefaultProgram(),
  { version: 1, effectiveAt: 0 },
  { days: createDayTable(zone), facets },
);
const orders = { field: 'purchase.count', operator: '>=', value: 2 };
const store = { field: 'place.store', operator: '=', value: 's1' };
const slow = new LensQueryError('Timeout exceeded', '159');

/** Over a lens that gives up every query. */
function list(query: { readonly asOf?: string; readonly sort?: 'spend' | 'joinedAt'; readonly condition?: FactValue }) {
  const world = {
    lens: () => Promise.resolve({ read: () => Promise.reject(slow) }),
    zone,
    program: () => Promise.resolve(program),
    lensLagMs: () => 0,
    now: () => Date.UTC(2026, 0, 1),
  };
  const unused = () => Promise.resolve(new Map());
  const listMembers = createListMembers({
    world,
    labelsOf: unused,
    figuresOf: unused,
    splitMembers: () => Promise.resolve([]),
    findSegments: () => Promise.resolve([]),
    storeNames: () => Promise.resolve((id) => id),
  });
  return listMembers(
    { caller: { kind: 'command_line', id: 'command line' } },
    { limit: 50, direction: 'desc', ...query },
  );
}

describe('a list that takes too long', () => {
  it('of figures of a past instant is refused with what to leave out', async () => {
    await expect(list({ asOf: '2025-01-01', sort: 'spend' })).rejects.toMatchObject({ code: 'members.past_too_long' });
    await expect(list({ asOf: '2025-01-01', condition: orders })).rejects.toMatchObject({
      code: 'members.past_too_long',
    });
    await expect(list({ asOf: '2025-01-01', condition: store })).rejects.toMatchObject({
      code: 'members.past_too_long',
    });
  });

  it('of anything else is a failure, for leaving out would not help', async () => {
    await expect(list({ sort: 'spend' })).rejects.toBe(slow);
    await expect(list({ condition: store })).rejects.toBe(slow);
    await expect(list({ asOf: '2025-01-01' })).rejects.toBe(slow);
    await expect(list({ asOf: '2025-01-01', sort: 'joinedAt' })).rejects.toBe(slow);
  });
});
