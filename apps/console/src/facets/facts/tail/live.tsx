import { PauseOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import { useDebounced } from '../../../reader/use-debounced.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { factName } from '../../../i18n/names.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { membersPaths } from '../../members/urls/paths.ts';
import { tailQuery } from './tail-query.ts';
import './live.css';

type Fact = Result<'facts', 'tail'>['items'][number];
const pollMs = 1000;
const typeRestMs = 400;

/** The newest facts, once a second, until paused. */
export function Live() {
  const { t } = useTranslation();
  const format = useFormat();
  const [isPaused, setIsPaused] = useState(false);
  const [text, setText] = useState('');
  // The facts of the type before stay until those of the next one are there.
  const type = useDeferredValue(useDebounced(text.trim(), typeRestMs));
  const { data } = useSuspenseQuery({ ...tailQuery(type), refetchInterval: isPaused ? false : pollMs });
  const columns: readonly Column<Fact>[] = [
    {
      key: 'at',
      title: t('facts.column.at'),
      render: (fact) => <Instant at={fact.recordedAt} precision="second" />,
    },
    {
      key: 'type',
      title: t('facts.column.type'),
      render: (fact) => <span title={fact.type}>{factName(fact.type, t)}</span>,
    },
    { key: 'source', title: t('facts.column.source'), render: (fact) => <code>{fact.source}</code> },
    {
      key: 'member',
      title: t('facts.column.member'),
      render: ({ memberId }) =>
        memberId === null ? (
          <span className="quiet">{t('facts.anonymous')}</span>
        ) : (
          <RouteLink href={membersPaths.member(memberId)}>…{memberId.slice(-6)}</RouteLink>
        ),
    },
    {
      key: 'payload',
      title: t('facts.column.payload'),
      render: (fact) => <code className="payload-line">{JSON.stringify(fact.payload)}</code>,
    },
  ];
  return (
    <Panel
      title={t('facts.title')}
      lead={t('facts.lead')}
      extra={
        <>
          <span className="quiet">{t('facts.rate', { rate: format.decimal(data.factsPerSecond) })}</span>
          <Input
            className="value-text"
            allowClear
            value={text}
            placeholder={t('facts.filterType')}
            aria-label={t('facts.filterType')}
            onChange={({ target }) => setText(target.value)}
          />
          <Button icon={isPaused ? <PlayCircleOutlined /> : <PauseOutlined />} onClick={() => setIsPaused(!isPaused)}>
            {isPaused ? t('facts.resume') : t('facts.pause')}
          </Button>
        </>
      }
    >
      <DataTable
        caption={t('facts.title')}
        columns={columns}
        rows={data.items}
        rowKey={(fact) => fact.id}
        empty={t('facts.empty')}
      />
    </Panel>
  );
}
