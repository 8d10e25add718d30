import type { ImportJobRow } from '@perennial/postgres/imports';
import { maskText } from '../../use-cases/personal-data/mask-text.ts';
import type { ImportPlan } from '../../use-cases/imports/plan-import.ts';
import { count, duration } from '../command/amounts.ts';

/** What fits beside the counts; the file has them all. */
const rejectsShownMax = 5;

/** The plan as the operator sees it before the import begins. */
export function describePlan(plan: ImportPlan): string {
  const { mapping, layout, scan } = plan;
  const format =
    layout.format === 'ndjson'
      ? 'NDJSON'
      : `values separated by ${layout.delimiter === '\t' ? 'tab' : `"${layout.delimiter}"`}`;
  const lines = [
    `${plan.fileName}: ${count(scan.lines)} lines, ${format}, ${scan.encoding}${scan.isGzip ? ', gzip' : ''}`,
    `  taken as     ${mapping.kind} of the source "${mapping.source ?? ''}"`,
    ...Object.entries(mapping.columns).map(
      ([field, column]) => `  ${field.padEnd(24)} ← ${column}${suffix(plan, field)}`,
    ),
    ...plan.notes.map((note) => `  note: ${note}`),
  ];
  return lines.join('\n');
}

function suffix({ mapping }: ImportPlan, field: string): string {
  if (field === 'member') return `  (${mapping.identityType})`;
  return field === 'occurredAt' ? `  (${mapping.instantFormat})` : '';
}

/** What became of the file. */
export function describeResult(
  row: ImportJobRow,
  end: {
    readonly seconds: number;
    readonly isFolded: boolean;
    /** In which the days of the file are counted. */
    readonly zone: string;
  },
): string {
  const verb = row.is_dry_run ? 'Checked' : 'Imported';
  const head =
    row.status === 'succeeded'
      ? `${verb} ${row.file_name} in ${duration(end.seconds)}: ${count(row.rows_read)} rows.`
      : `${row.file_name}: ${row.status}${row.error === null ? '' : `: ${row.error}`}`;
  const unit = row.is_dry_run ? 'would be taken' : 'taken';
  const lines = [
    ...rejectedFirst(row),
    head,
    `  ${count(row.accepted)} ${unit}, ${count(row.duplicates)} known already, ${count(row.quarantined)} quarantined, ${count(row.rejected)} rejected`,
  ];
  if (row.first_fact_at !== null && row.last_fact_at !== null)
    lines.push(`  from ${day(row.first_fact_at, end.zone)} to ${day(row.last_fact_at, end.zone)}`);
  const first = firstRejects(row).slice(0, rejectsShownMax);
  lines.push(...first.map(({ line, reason }) => `  line ${line}: ${reason}`));
  const more = row.rejected + row.quarantined - first.length;
  if (first.length > 0 && more > 0) lines.push(`  and ${count(more)} more`);
  if (row.rejects_path !== '') lines.push(`  what was not taken, with line and reason: ${row.rejects_path}`);
  if (row.status !== 'succeeded' && !row.is_dry_run)
    lines.push('  What was taken stays; the same command goes on from there.');
  if (!end.isFolded && row.status === 'succeeded')
    lines.push('  Nobody folds right now: stages follow when a server runs (npx perennial start).');
  return lines.join('\n');
}

/** So many rows that are not taken are no slips: whoever reads on should know first. */
const rejectedShareMax = 0.02;

function rejectedFirst(row: ImportJobRow): readonly string[] {
  const left = row.rejected + row.quarantined;
  if (row.rows_read === 0 || left <= rejectedShareMax * row.rows_read) return [];
  const share = Math.min(100, (left / row.rows_read) * 100);
  const would = row.is_dry_run ? 'would not be' : 'were not';
  return [
    `${count(left)} of ${count(row.rows_read)} rows (${share.toFixed(share < 10 ? 1 : 0)} %) ${would} taken: look at the reasons below first.`,
  ];
}

/** The first rows that were not taken, as the job has written them down. */
export function firstRejects(row: ImportJobRow): readonly { readonly line: number; readonly reason: string }[] {
  const rejects = JSON.parse(row.rejects_shown) as { line: number; reason: string }[];
  return rejects.map(({ line, reason }) => ({ line, reason: maskText(reason) }));
}

function day(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}
