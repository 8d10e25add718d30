import type { ImportJobRow } from '@perennial/postgres/imports';
import { describe, expect, it } from 'vitest';
import { describeResult } from './import-texts.ts';

const row = (rest: Partial<ImportJobRow>): ImportJobRow => ({
  id: '0',
  file_name: 'orders.csv',
  mapping: '{}',
  content_hash: '',
  mapping_hash: '',
  started_by: 'command line',
  started_at: 0,
  updated_at: 0,
  finished_at: 0,
  rows_total: 2,
  bytes_done: 0,
  bytes_total: 0,
  facts_done: 2,
  status: 'succeeded',
  is_dry_run: false,
  rows_read: 2,
  accepted: 2,
  duplicates: 0,
  quarantined: 0,
  rejected: 0,
  rejects_path: '',
  rejects_shown: '[]',
  error: null,
  first_fact_at: Date.parse('2026-01-03T00:00:00+08:00'),
  last_fact_at: Date.parse('2026-01-04T23:59:00+08:00'),
  ...rest,
});

describe('what an import says when it has ended', () => {
  it('names the days of the file in its zone, where midnight in Shanghai is not the day before', () => {
    const end = { seconds: 1, isFolded: true };
    expect(describeResult(row({}), { ...end, zone: 'Asia/Shanghai' })).toContain('from 2026-01-03 to 2026-01-04');
    expect(describeResult(row({}), { ...end, zone: 'UTC' })).toContain('from 2026-01-02 to 2026-01-04');
  });
});
