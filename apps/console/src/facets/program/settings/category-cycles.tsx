import { PlusOutlined } from '@ant-design/icons';
import { categoryCyclesMax, windowDaysMax } from '@perennial/domain';
import { Input, InputNumber, Pagination } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CategoryCycle } from './statistics-document.ts';
import { useVerdict } from '../../../reader/session.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { IssueList } from '../../../editing/issue-list.tsx';
import type { DocumentIssue } from '../../../editing/issues.ts';
import { addCycle, changeCycle, cyclesOfPage, pageSize, removeCycle, whyNotAdded } from './cycle-list.ts';

interface Props {
  readonly cycles: readonly CategoryCycle[];
  readonly issues: readonly DocumentIssue[];
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly onChange: (cycles: readonly CategoryCycle[]) => void;
}

const firstDays = 60;

/** How long a product of each category lasts; up to thousands, so searched and paged. */
export function CategoryCycles({ cycles, issues, search, onSearch, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const isDisabled = !useVerdict('program.edit').isAllowed;
  const [page, setPage] = useState(1);
  const [category, setCategory] = useState('');
  const { rows, count } = cyclesOfPage(cycles, search, page);
  const why = whyNotAdded(cycles, category);
  const refusal =
    why === null || why === 'empty'
      ? undefined
      : t(`program.cycles.${why}`, { max: format.integer(categoryCyclesMax) });
  const add = () => {
    if (why !== null) return;
    onChange(addCycle(cycles, category, firstDays));
    setCategory('');
    setPage(1);
  };
  return (
    <Panel
      title={t('program.cycles.title')}
      lead={t('program.cycles.lead')}
      extra={
        cycles.length > 0 && (
          <Input
            type="search"
            allowClear
            value={search}
            aria-label={t('program.cycles.search')}
            placeholder={t('program.cycles.search')}
            onChange={({ target }) => onSearch(target.value)}
          />
        )
      }
    >
      <IssueList issues={issues} />
      <div className="filter-row">
        <Input
          className="category-input"
          value={category}
          disabled={isDisabled}
          maxLength={200}
          status={refusal === undefined ? '' : 'error'}
          aria-label={t('program.cycles.addLabel')}
          placeholder={t('program.cycles.categoryHint')}
          onChange={({ target }) => setCategory(target.value)}
          onPressEnter={add}
        />
        <GuardedButton
          icon={<PlusOutlined />}
          needs="program.edit"
          refusal={refusal}
          disabled={why !== null}
          onClick={add}
        >
          {t('program.cycles.add')}
        </GuardedButton>
        {refusal !== undefined && (
          <span className="issues" role="alert">
            {refusal}
          </span>
        )}
      </div>
      <DataTable
        caption={t('program.cycles.title')}
        columns={[
          { key: 'category', title: t('program.cycles.category'), isLong: true, render: (row) => row.category },
          {
            key: 'days',
            title: t('program.cycles.days'),
            render: (row: CategoryCycle) => (
              <InputNumber
                value={row.days}
                disabled={isDisabled}
                {...(row.days !== null && row.days >= 1 && row.days <= windowDaysMax
                  ? {}
                  : { status: 'error' as const })}
                aria-label={t('program.cycles.daysLabel', { category: row.category })}
                onChange={(days) => onChange(changeCycle(cycles, row.category, days))}
              />
            ),
          },
          {
            key: 'acts',
            title: t('action.remove'),
            render: (row) => (
              <GuardedButton
                size="small"
                needs="program.edit"
                aria-label={`${t('action.remove')} · ${row.category}`}
                onClick={() => onChange(removeCycle(cycles, row.category))}
              >
                {t('action.remove')}
              </GuardedButton>
            ),
          },
        ]}
        rows={rows}
        rowKey={(row) => row.category}
        empty={search === '' ? t('program.cycles.none') : t('empty.noMatch')}
      />
      {count > pageSize && (
        <Pagination
          align="end"
          current={page}
          pageSize={pageSize}
          total={count}
          showSizeChanger={false}
          onChange={setPage}
        />
      )}
    </Panel>
  );
}
