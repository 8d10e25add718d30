import { PlusOutlined } from '@ant-design/icons';
import { useSuspenseQuery } from '@tanstack/react-query';
import { AutoComplete, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { installationQuery } from '../../../api/queries.ts';
import { IssueList } from '../../../editing/issue-list.tsx';
import type { DocumentIssue } from '../../../editing/issues.ts';
import { useVerdict } from '../../../reader/session.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { PhoneSource } from './source-documents.ts';

interface Props {
  readonly sources: readonly PhoneSource[];
  /** Sources that have sent something. */
  readonly known: readonly string[];
  readonly issues: readonly DocumentIssue[];
  readonly onChange: (sources: readonly PhoneSource[]) => void;
}

interface Row extends PhoneSource {
  readonly index: number;
}

/** Where telephone numbers without a country are dialled, for sources that are somewhere else than the installation. */
export function PhoneCountries({ sources, known, issues, onChange }: Props) {
  const { t } = useTranslation();
  const { locale } = useFormat();
  const isDisabled = !useVerdict('program.edit').isAllowed;
  const { data } = useSuspenseQuery(installationQuery());
  const nameOf = (country: string) => nameOfCountry(country, locale);
  const usual =
    data.phoneCountry === ''
      ? t('keys.phones.noUsual')
      : t('keys.phones.usual', { country: nameOf(data.phoneCountry) });
  const put = (index: number, part: Partial<PhoneSource>) =>
    onChange(sources.map((source, at) => (at === index ? { ...source, ...part } : source)));
  return (
    <Panel
      title={t('keys.phones.title')}
      lead={`${t('keys.phones.lead')} ${usual}`}
      extra={
        <GuardedButton
          icon={<PlusOutlined />}
          needs="program.edit"
          onClick={() => onChange([...sources, { id: '', phoneCountry: data.phoneCountry }])}
        >
          {t('keys.phones.add')}
        </GuardedButton>
      }
    >
      <IssueList issues={issues} />
      <DataTable<Row>
        caption={t('keys.phones.title')}
        columns={[
          {
            key: 'source',
            title: t('keys.sources.source'),
            render: ({ id, index }) => (
              <AutoComplete
                className="source-name"
                value={id}
                disabled={isDisabled}
                options={known.filter((one) => one.includes(id)).map((value) => ({ value }))}
                aria-label={t('keys.phones.sourceLabel', { position: index + 1 })}
                onChange={(next: string) => put(index, { id: next.trim() })}
              />
            ),
          },
          {
            key: 'country',
            title: t('keys.phones.country'),
            render: ({ id, phoneCountry, index }) => (
              <span className="filter-row">
                <Input
                  className="country-code"
                  value={phoneCountry}
                  disabled={isDisabled}
                  maxLength={2}
                  aria-label={t('keys.phones.countryLabel', { source: id })}
                  onChange={({ target }) => put(index, { phoneCountry: target.value.trim().toUpperCase() })}
                />
                <span className="quiet">{nameOf(phoneCountry)}</span>
              </span>
            ),
          },
          {
            key: 'acts',
            title: t('action.remove'),
            render: ({ id, index }) => (
              <GuardedButton
                size="small"
                needs="program.edit"
                aria-label={`${t('action.remove')} · ${id}`}
                onClick={() => onChange(sources.filter((_, at) => at !== index))}
              >
                {t('action.remove')}
              </GuardedButton>
            ),
          },
        ]}
        rows={sources.map((source, index) => ({ ...source, index }))}
        rowKey={({ index }) => String(index)}
        empty={t('keys.phones.none')}
      />
      <p className="hint">{t('keys.phones.movesNobody')}</p>
    </Panel>
  );
}

function nameOfCountry(country: string, locale: string): string {
  if (!/^[A-Z]{2}$/.test(country)) return '';
  return new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' }).of(country) ?? '';
}
