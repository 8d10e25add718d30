import { resolve } from 'node:path';
import { phoneCountries } from '@perennial/engine';
import { importKinds, MappingError } from '@perennial/engine/import';
import type { ImportJobRow } from '@perennial/postgres/imports';
import { refuseDemo } from '../../demo/demo-folder.ts';
import { waitUntilFolded, waitUntilShipped } from '../../platform/platform.ts';
import { toFileEncoding } from '../../table-files/guess-encoding.ts';
import { FileError } from '../../table-files/scan-file.ts';
import { ImportRunningError } from '../../use-cases/imports/import-jobs.ts';
import { planImport, toImportKind, WishError } from '../../use-cases/imports/plan-import.ts';
import type { ImportPlan, ImportWishes } from '../../use-cases/imports/plan-import.ts';
import { isZone } from '../../config/zone.ts';
import { CommandError, defineCommand, UsageError } from '../command/command.ts';
import type { Call, ExitCode, OptionValues } from '../command/command.ts';
import type { CommandPlatform } from '../platform/open-platform-for.ts';
import { withUseCases } from '../platform/with-use-cases.ts';
import type { Asking } from '../platform/with-use-cases.ts';
import { count } from '../command/amounts.ts';
import { createImportMeter } from './import-meter.ts';
import { describePlan, describeResult, firstRejects } from './import-texts.ts';

const options = {
  kind: { type: 'string', value: 'KIND', help: 'what the rows are', choices: importKinds },
  map: { type: 'list', value: 'FIELD=COLUMN', help: 'which column feeds a field; FIELD= leaves it out; repeatable' },
  'dry-run': { type: 'boolean', help: 'check every row and keep none' },
  source: {
    type: 'string',
    value: 'NAME',
    help: 'source of the facts; by default from the name of the file or its folder',
  },
  identity: {
    type: 'string',
    value: 'TYPE',
    help: 'type of the identity in the member column; default external_id:<source>',
  },
  currency: {
    type: 'string',
    value: 'CODE',
    help: 'currency of the amounts; an installation without facts takes it over',
  },
  zone: {
    type: 'string',
    value: 'ZONE',
    help: 'zone of times without one; an installation without facts takes it over',
  },
  country: {
    type: 'string',
    value: 'CODE',
    help: 'country in which telephone numbers without one are dialled, such as GB',
  },
  'instant-format': {
    type: 'string',
    value: 'FORMAT',
    help: 'iso, yyyyMMdd, dd/MM/yyyy, MM/dd/yyyy, "dd MMM yyyy", serial, epoch_s, epoch_ms; several with | between',
  },
  decimal: { type: 'string', value: 'SIGN', help: 'what stands before decimals', choices: ['point', 'comma'] },
  'rejects-max': {
    type: 'integer',
    value: 'PERCENT',
    help: 'import although so many percent of the rows cannot be read; default 20',
  },
  encoding: { type: 'string', value: 'NAME', help: 'utf-8, gbk, latin1, utf-16le' },
  delimiter: { type: 'string', value: 'CHAR', help: 'what stands between values; "tab" for a tab' },
  columns: { type: 'string', value: 'A,B,C', help: 'names of the columns of a file without a header' },
  channel: { type: 'string', value: 'NAME', help: 'channel of rows that name none' },
  store: { type: 'string', value: 'ID', help: 'store of rows that name none' },
  'into-demo': { type: 'boolean', help: 'import although the folder holds the demo brand' },
  rejects: { type: 'string', value: 'FILE', help: 'where rejected rows go; default in the data folder' },
} as const;

type ImportCall = Call<typeof options>;

const shipMsMax = 60_000;

export const importCommand = defineCommand({
  name: 'import',
  summary: 'Take a file of orders, members, facts or products',
  details: [
    'Takes CSV, TSV, NDJSON and JSON, each also gzipped, in UTF-8, UTF-16, GBK or Latin-1. Exports of known shops are told by',
    'their headers, other columns by their names, and shown. What is imported is history: nothing is sent to anybody. Importing the same file again adds nothing,',
    'and goes on where an import that was cut off ended.',
  ],
  args: [{ name: 'FILE', help: 'the file' }],
  options,
  async run(call) {
    if (!call.options['into-demo']) refuseDemo(call.config.dataFolder);
    const plan = await makePlan(call);
    if (!call.out.isJson) call.out.note(describePlan(plan));
    const { currency, zone, 'dry-run': isDryRun } = call.options;
    return withUseCases(
      call,
      { name: 'import', needsWork: !isDryRun, adopt: { currency, zone, mode: isDryRun ? 'try' : 'keep' } },
      (asking) => importFile(call, plan, asking),
    );
  },
});

async function makePlan(call: ImportCall): Promise<ImportPlan> {
  const [file = ''] = call.args;
  try {
    return await planImport(resolve(file), wishesOf(call.options));
  } catch (error) {
    if (error instanceof WishError) throw new UsageError(error.message, { cause: error });
    if (error instanceof FileError) throw new CommandError(`${file}: ${error.message}`, { cause: error });
    if (isMissing(error)) throw new UsageError(`There is no file ${file}.`, { cause: error });
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR');
}

function wishesOf(values: OptionValues<typeof options>): ImportWishes {
  const { encoding, country, currency, zone } = values;
  const wanted = encoding === undefined ? undefined : toFileEncoding(encoding);
  if (encoding !== undefined && wanted === undefined)
    throw new UsageError(`"${encoding}" is no encoding that can be read.`);
  if (currency !== undefined && !/^[A-Z]{3}$/.test(currency))
    throw new UsageError('--currency takes three capital letters, such as GBP.');
  const rejectsMax = values['rejects-max'];
  if (rejectsMax !== undefined && (rejectsMax < 0 || rejectsMax > 100))
    throw new UsageError('--rejects-max takes 0 to 100 percent.');
  if (zone !== undefined && !isZone(zone)) throw new UsageError(`"${zone}" is no time zone, such as Asia/Shanghai.`);
  if (country !== undefined && !phoneCountries.has(country))
    throw new UsageError('--country takes a country of two capital letters, such as GB.');
  return {
    kind: toImportKind(values.kind),
    map: values.map,
    source: values.source,
    identityType: values.identity,
    currency,
    zone,
    phoneCountry: country,
    channel: values.channel,
    storeId: values.store,
    instantFormat: values['instant-format'],
    decimal: values.decimal === 'point' || values.decimal === 'comma' ? values.decimal : undefined,
    rejectsPercentMax: values['rejects-max'],
    encoding: wanted,
    delimiter: values.delimiter === 'tab' ? '\t' : values.delimiter,
    columns: values.columns?.split(',').map((name) => name.trim()),
  };
}

async function importFile(call: ImportCall, plan: ImportPlan, asking: Asking): Promise<ExitCode> {
  const { platform } = asking;
  const { installation } = platform;
  checkCurrency(call, plan, installation.currency);
  tellPhoneCountry(call, plan, platform);
  const startedAt = performance.now();
  const row = await runJob(call, plan, asking);
  const isFolded = row.is_dry_run || (await waitForFold(call, platform));
  const seconds = (performance.now() - startedAt) / 1000;
  call.out.progress(null);
  const end = { seconds, isFolded, zone: plan.mapping.zone ?? installation.zone };
  await call.out.result(resultOf(row, end), describeResult(row, end));
  if (row.status !== 'succeeded') return 1;
  return row.accepted + row.duplicates === 0 ? 1 : 0;
}

/** Numbers that name no country are read by one that somebody should have seen. */
function tellPhoneCountry({ out }: ImportCall, { mapping }: ImportPlan, platform: CommandPlatform): void {
  if (mapping.columns['phone'] === undefined && mapping.identityType !== 'phone') return;
  const usual = platform.ingestion.phoneCountryOf(mapping.source);
  if (mapping.phoneCountry !== undefined)
    out.note(`Telephone numbers without a country are taken as dialled in ${mapping.phoneCountry}.`);
  else if (usual === '')
    out.note('Telephone numbers without a country cannot be read: --country says where they are dialled.');
  else out.note(`Telephone numbers without a country are taken as dialled in ${usual} (--country).`);
}

/** Amounts in another currency would all be quarantined one by one; it is better to say so once. */
function checkCurrency(call: ImportCall, plan: ImportPlan, currency: string): void {
  const wanted = call.options.currency;
  if (wanted === undefined || wanted === currency) {
    const isMoney = plan.mapping.kind === 'orders' || plan.mapping.kind === 'order_lines';
    if (wanted === undefined && isMoney)
      call.out.note(`Amounts are taken as ${currency}, the currency of this installation (--currency).`);
    return;
  }
  throw new CommandError(
    `This installation counts in ${currency} and the file in ${wanted}. Nothing was imported. ` +
      `An installation that holds no facts yet, and runs no server, takes over ${wanted}; this one cannot. Use another data folder (--data).`,
  );
}

async function runJob(call: ImportCall, plan: ImportPlan, { useCases, context }: Asking): Promise<ImportJobRow> {
  const meter = createImportMeter(call.out, plan);
  const { rejects } = call.options;
  const request = {
    plan,
    isDryRun: call.options['dry-run'],
    rejectsPath: rejects === undefined ? undefined : resolve(rejects),
    onProgress: meter.show,
  };
  try {
    const job = await useCases.imports.startFile(context, request);
    if (job.resumedFacts > 0) call.out.note(`Going on after ${job.resumedFacts} facts of an import that was cut off.`);
    return await job.done;
  } catch (error) {
    if (error instanceof ImportRunningError || error instanceof MappingError)
      throw new CommandError(error.message, { cause: error });
    throw error;
  }
}

/** Stages are visible once what was imported is folded, and the pages of the console once the lens has it. */
async function waitForFold(call: ImportCall, platform: CommandPlatform): Promise<boolean> {
  if (call.signal.aborted) return false;
  const onProgress = (stepsLeft: number) =>
    call.out.progress({ what: 'folding', more: [`${count(stepsLeft)} facts left`] });
  const isFolded = await waitUntilFolded(platform.database, { onProgress, signal: call.signal }).catch(
    (error: unknown) => {
      // What is in the log stays there: whoever folds next goes on.
      if (call.signal.aborted) return false;
      throw error;
    },
  );
  const shipping = platform.work?.shipping;
  if (isFolded && shipping !== undefined) {
    call.out.progress('sending to the lens');
    await waitUntilShipped(shipping, { timeoutMs: shipMsMax, signal: call.signal });
  }
  return isFolded;
}

function resultOf(row: ImportJobRow, end: { readonly seconds: number; readonly isFolded: boolean }) {
  return {
    id: row.id,
    status: row.status,
    error: row.error,
    fileName: row.file_name,
    isDryRun: row.is_dry_run,
    mapping: JSON.parse(row.mapping) as unknown,
    rowsRead: row.rows_read,
    accepted: row.accepted,
    duplicates: row.duplicates,
    quarantined: row.quarantined,
    rejected: row.rejected,
    rejectsFile: row.rejects_path === '' ? null : row.rejects_path,
    rejects: firstRejects(row),
    firstFactAt: row.first_fact_at === null ? null : new Date(row.first_fact_at).toISOString(),
    lastFactAt: row.last_fact_at === null ? null : new Date(row.last_fact_at).toISOString(),
    isFolded: end.isFolded,
    seconds: Math.round(end.seconds * 10) / 10,
  };
}
