import { PlusOutlined } from '@ant-design/icons';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { IssueList } from '../../../editing/issue-list.tsx';
import type { DocumentIssue } from '../../../editing/issues.ts';
import { useVerdict } from '../../../reader/session.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { nextSpaceId } from './source-documents.ts';
import type { NumberSpace } from './source-documents.ts';

interface Props {
  readonly spaces: readonly NumberSpace[];
  /** Sources that have sent something. */
  readonly known: readonly string[];
  readonly issues: readonly DocumentIssue[];
  readonly onChange: (spaces: readonly NumberSpace[]) => void;
}

interface Row extends NumberSpace {
  readonly index: number;
}

/** Which sources mean the same order, and the same customer, by the same number. */
export function SharedNumbers({ spaces, known, issues, onChange }: Props) {
  const { t } = useTranslation();
  const isDisabled = !useVerdict('program.edit').isAllowed;
  const put = (index: number, part: Partial<NumberSpace>) =>
    onChange(spaces.map((space, at) => (at === index ? { ...space, ...part } : space)));
  return (
    <Panel
      title={t('keys.numbers.title')}
      lead={t('keys.numbers.lead')}
      extra={
        <GuardedButton
          icon={<PlusOutlined />}
          needs="program.edit"
          onClick={() => onChange([...spaces, { id: nextSpaceId(spaces), sources: [] }])}
        >
          {t('keys.numbers.add')}
        </GuardedButton>
      }
    >
      <IssueList issues={issues} />
      <DataTable<Row>
        caption={t('keys.numbers.title')}
        columns={[
          {
            key: 'id',
            title: t('keys.numbers.name'),
            render: ({ id, index }) => (
              <Input
                value={id}
                disabled={isDisabled}
                maxLength={20}
                aria-label={t('keys.numbers.nameLabel', { position: index + 1 })}
                onChange={({ target }) => put(index, { id: target.value })}
              />
            ),
          },
          {
            key: 'sources',
            title: t('keys.numbers.sources'),
            isLong: true,
            render: ({ id, sources, index }) => (
              <Select
                mode="tags"
                className="source-tags"
                value={[...sources]}
                disabled={isDisabled}
                tokenSeparators={[',', ' ', '\n']}
                options={known.map((value) => ({ value }))}
                aria-label={t('keys.numbers.sourcesLabel', { name: id })}
                onChange={(next: readonly string[]) => put(index, { sources: next })}
              />
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
                onClick={() => onChange(spaces.filter((_, at) => at !== index))}
              >
                {t('action.remove')}
              </GuardedButton>
            ),
          },
        ]}
        rows={spaces.map((space, index) => ({ ...space, index }))}
        rowKey={({ index }) => String(index)}
        empty={t('keys.numbers.none')}
      />
      <p className="hint">{t('keys.numbers.refold')}</p>
    </Panel>
  );
}
