import { describe, expect, it } from 'vitest';
import { lifecycleFacet } from '../facets/lifecycle/facet.ts';
import { facets } from '../facets/index.ts';
import { registersFacet } from '../facets/registers/facet.ts';
import { createFacets } from '../kernel/facets.ts';
import { fingerprintOf } from '../kernel/lens.ts';
import type { LensMemberPart } from '../kernel/lens.ts';
import { createMember } from '../kernel/member.ts';
import { defineRowKind } from '../kernel/rows/row-kind.ts';
import type { MemberId } from '../kernel/steps/steps.ts';
import { rowKindPart } from '../kernel/lens.ts';
import { createLensLayout, seenMember } from './layout.ts';

const part: LensMemberPart<unknown> = {
  kind: 'member',
  name: 'toy',
  revision: 1,
  columns: [{ name: 'toy_count', type: 'integer', read: () => 1 }],
};

describe('the layout of the lens', () => {
  it('has a value for every column, of a member of whom nothing is known too', () => {
    const layout = createLensLayout(facets);
    const member = createMember(facets, '00000000-0000-7000-8000-000000000001' as MemberId, 0);
    const values = layout.memberValues(seenMember({ member, program: null, createdAt: 7 }));
    expect(values.length).toBe(layout.memberColumns.length);
    expect(values.filter((value) => value === undefined)).toEqual([]);
    const byName = new Map(layout.memberColumns.map(({ name }, index) => [name, values[index]]));
    expect(byName.get('joined_at')).toBe(7);
    expect(byName.get('own_gap_ms')).toBe(null);
    expect(byName.get('stages')).toEqual([]);
  });

  it('refuses two parts, or two columns, of one name', () => {
    const withPart = (own: LensMemberPart<unknown>) => () =>
      createLensLayout(createFacets([{ ...registersFacet, lens: [own] }, lifecycleFacet]));
    expect(withPart({ ...part, name: 'activity' })).toThrow('activity');
    expect(withPart({ ...part, columns: [{ name: 'orders', type: 'integer', read: () => 1 }] })).toThrow('orders');
    expect(withPart(part)).not.toThrow();
  });

  it('knows a part again by what it says of itself, and by nothing else', () => {
    const same: LensMemberPart<unknown> = { ...part, columns: [{ name: 'toy_count', type: 'integer', read: () => 2 }] };
    expect(fingerprintOf(same)).toBe(fingerprintOf(part));
    const others: readonly LensMemberPart<unknown>[] = [
      { ...part, revision: 2 },
      { ...part, columns: [{ name: 'toy_count', type: 'nullable integer', read: () => 1 }] },
      { ...part, columns: [...part.columns, { name: 'toy_more', type: 'text', read: () => '' }] },
    ];
    for (const other of others) expect(fingerprintOf(other)).not.toBe(fingerprintOf(part));
  });
});

describe('the part of a row kind', () => {
  it('holds all rows of a member in one, list beside list, and none as empty lists', () => {
    const kind = defineRowKind<{ readonly lineId: string; readonly units: number; readonly goneAt: number | null }>({
      table: 'toy_line',
      index: 0,
      key: ['lineId'],
      columns: { lineId: { type: 'text' }, units: { type: 'int' }, goneAt: { type: 'bigint', isNullable: true } },
      write: 'replace',
    });
    const lines = rowKindPart<{ readonly rows: readonly { lineId: string; units: number; goneAt: number | null }[] }>({
      kind,
      revision: 1,
      changedBy: { facts: ['toy.bought'], derived: [] },
      rowsOf: ({ rows }) => rows,
    });
    expect(lines.columns).toEqual([
      { name: 'line_id', type: 'list of text' },
      { name: 'units', type: 'list of integer' },
      { name: 'gone_at', type: 'list of nullable integer' },
    ]);
    const rows = [
      { lineId: 'a', units: 2, goneAt: null },
      { lineId: 'b', units: 1, goneAt: 5 },
    ];
    expect(lines.whole?.rows({ rows })).toEqual([
      [
        ['a', 'b'],
        [2, 1],
        [null, 5],
      ],
    ]);
    expect(lines.whole?.rows({ rows: [] })).toEqual([[[], [], []]]);
  });
});
