import { importKinds } from '@perennial/contracts/staff';
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Alert, AutoComplete, Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { installationQuery } from '../../../api/queries.ts';
import type { Result } from '../../../api/queries.ts';
import { useFieldName, useSaid } from '../../../i18n/use-said.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { useGo } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { importsPaths } from '../urls/paths.ts';
import { ImportRun } from './import-run.tsx';
import { importsQueries } from './imports-queries.ts';
import { instantFormats, isComplete, isCurrencyAssumed, mapColumn, proposalFor, withPhoneCountry } from './mapping.ts';
import { NumberOptions } from './number-options.tsx';
import { PhoneCountry } from './phone-country.tsx';

type Upload = Result<'imports', 'upload'>;

interface Props {
  readonly upload: Upload;
  readonly onRestart: () => void;
}

/** What each column of the file means: guessed, put right by the operator, checked, then imported. */
export function MappingPanel({ upload, onRestart }: Props) {
  const { t } = useTranslation();
  const said = useSaid();
  const go = useGo();
  const queryClient = useQueryClient();
  const { currency, phoneCountry } = useSuspenseQuery(installationQuery()).data;
  const [mapping, setMapped] = useState(upload.mapping);
  // Whoever looks what the rows would be as another kind finds what she has put right when she comes back.
  const [left, setLeft] = useState<readonly Upload['mapping'][]>([]);
  const { fields, notes } = proposalFor(upload, mapping.kind);
  const start = useMutation({
    mutationFn: (isDryRun: boolean) => api.imports.start({ body: { uploadId: upload.id, mapping, isDryRun } }),
    onSuccess: async (run) => {
      await queryClient.invalidateQueries({ queryKey: importsQueries.list().queryKey });
      if (!run.isDryRun) go(importsPaths.imports({ id: run.id }));
    },
  });
  const canStart = isComplete(mapping.columns, fields);
  const check = start.data?.isDryRun === true ? start.data : undefined;
  const checked = useQuery({ ...importsQueries.run(check?.id ?? ''), enabled: check !== undefined }).data;
  const isChecked = checked?.status === 'succeeded';
  const setMapping = (next: Upload['mapping']) => {
    setMapped(next);
    // What was checked was another mapping.
    start.reset();
  };
  const setKind = (kind: Upload['mapping']['kind']) => {
    setLeft([...left.filter((one) => one.kind !== mapping.kind), mapping]);
    setMapping(left.find((one) => one.kind === kind) ?? proposalFor(upload, kind).mapping);
  };
  return (
    <Panel
      title={t('imports.mappingTitle', { name: upload.fileName })}
      lead={t('imports.mappingLead')}
      extra={<Button onClick={onRestart}>{t('imports.another')}</Button>}
    >
      <div className="mapping">
        <div className="mapping-row">
          <label>
            {t('imports.kind')}
            <Select
              aria-label={t('imports.kind')}
              value={mapping.kind}
              options={importKinds.map((kind) => ({ value: kind, label: t(`imports.kinds.${kind}`) }))}
              onChange={setKind}
            />
          </label>
          <label>
            {t('imports.instantFormat')}
            <AutoComplete
              aria-label={t('imports.instantFormat')}
              className="mapping-column"
              placeholder={t('imports.instantOpen')}
              value={mapping.instantFormat}
              options={instantFormats.map((value) => ({ value }))}
              onChange={(instantFormat) => setMapping({ ...mapping, instantFormat })}
            />
          </label>
          <NumberOptions mapping={mapping} onChange={setMapping} />
          <PhoneCountry
            value={mapping.phoneCountry}
            usual={phoneCountry}
            onChange={(country) => setMapping(withPhoneCountry(mapping, country))}
          />
          <label>
            {t('imports.identityType')}
            <Input
              value={mapping.identityType}
              onChange={({ target }) => setMapping({ ...mapping, identityType: target.value })}
            />
          </label>
          <Checkbox
            checked={mapping.isBackfill !== false}
            onChange={({ target }) => setMapping({ ...mapping, isBackfill: target.checked })}
          >
            {t('imports.backfill')}
          </Checkbox>
        </div>
        {notes.map((note) => (
          <Alert key={note} type="info" showIcon title={said(note)} />
        ))}
        {isCurrencyAssumed(mapping) && (
          <Alert type="info" showIcon title={t('imports.currencyAssumed', { currency })} />
        )}
        <FieldTable
          upload={upload}
          fields={fields}
          columns={mapping.columns}
          onChange={(columns) => setMapping({ ...mapping, columns })}
        />
        <DataTable
          caption={t('imports.rows')}
          columns={upload.columns.map(({ name }, index) => ({
            key: name,
            title: name,
            render: (row: readonly string[]) => row[index] ?? '',
          }))}
          rows={upload.rows.slice(0, 5)}
          rowKey={(row) => row.join('\u0000')}
          empty={t('empty.nothing')}
        />
        {start.isError && <ProblemPanel error={start.error} isWrite />}
        {check !== undefined && <ImportRun importId={check.id} />}
        <StartButtons
          isChecked={isChecked}
          isReady={canStart}
          isPending={start.isPending}
          onStart={(isDryRun) => start.mutate(isDryRun)}
        />
      </div>
    </Panel>
  );
}

interface StartButtonsProps {
  readonly isChecked: boolean;
  readonly isReady: boolean;
  readonly isPending: boolean;
  readonly onStart: (isDryRun: boolean) => void;
}

/** The first thing to do is the one that keeps nothing, until it is done. */
function StartButtons({ isChecked, isReady, isPending, onStart }: StartButtonsProps) {
  const { t } = useTranslation();
  const common = { needs: 'imports.run', disabled: !isReady, loading: isPending } as const;
  return (
    <div className="mapping-row">
      <GuardedButton {...common} type={isChecked ? 'default' : 'primary'} onClick={() => onStart(true)}>
        {t('imports.check')}
      </GuardedButton>
      <GuardedButton {...common} type={isChecked ? 'primary' : 'default'} onClick={() => onStart(false)}>
        {isChecked ? t('imports.start') : t('imports.startUnchecked')}
      </GuardedButton>
    </div>
  );
}

interface FieldTableProps {
  readonly upload: Upload;
  readonly fields: readonly Upload['fields'][number][];
  readonly columns: Readonly<Record<string, string>>;
  readonly onChange: (columns: Record<string, string>) => void;
}

function FieldTable({ upload, fields, columns, onChange }: FieldTableProps) {
  const { t } = useTranslation();
  const fieldName = useFieldName();
  const options = upload.columns.map(({ name }) => ({ value: name, label: name }));
  return (
    <DataTable
      caption={t('imports.field')}
      columns={[
        {
          key: 'field',
          title: t('imports.field'),
          render: ({ field, isRequired }: Upload['fields'][number]) => (
            <>
              <span title={field}>{fieldName(field)}</span>{' '}
              {isRequired && <span className="quiet">{t('imports.required')}</span>}
            </>
          ),
        },
        {
          key: 'column',
          title: t('imports.column'),
          render: ({ field, isRequired }) => (
            <Select
              aria-label={`${t('imports.column')} · ${fieldName(field)}`}
              allowClear
              className="mapping-column"
              placeholder={t('imports.notMapped')}
              value={columns[field] ?? null}
              status={isRequired && columns[field] === undefined ? 'error' : ''}
              options={options}
              onChange={(column) => onChange(mapColumn(columns, field, column ?? undefined))}
            />
          ),
        },
        {
          key: 'sample',
          title: t('imports.sample'),
          render: ({ field }) => {
            const samples = upload.columns.find(({ name }) => name === columns[field])?.samples ?? [];
            return <span className="quiet">{samples.slice(0, 3).join(' · ')}</span>;
          },
        },
      ]}
      rows={fields}
      rowKey={({ field }) => field}
      empty={t('empty.nothing')}
    />
  );
}
