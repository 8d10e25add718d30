import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../api/queries.ts';
import { Instant } from '../instant.tsx';
import { DataTable } from '../table/data-table.tsx';
import type { Column } from '../table/data-table.tsx';

type Session = Result<'session', 'list'>['items'][number];

interface Props {
  readonly sessions: readonly Session[];
  readonly onEnd: (sessionId: string) => void;
}

/** Where somebody is signed in, each to be ended but the one that looks. */
export function SessionsTable({ sessions, onEnd }: Props) {
  const { t } = useTranslation();
  const deviceOf = ({ device }: Session) => (device === '' ? t('sessions.unknownDevice') : device);
  const columns: readonly Column<Session>[] = [
    { key: 'device', title: t('sessions.device'), render: deviceOf },
    { key: 'address', title: t('sessions.address'), render: ({ address }) => address },
    {
      key: 'used',
      title: t('sessions.lastUsed'),
      render: ({ lastUsedAt }) => <Instant at={lastUsedAt} precision="second" />,
    },
    {
      key: 'created',
      title: t('sessions.created'),
      render: ({ createdAt }) => <Instant at={createdAt} precision="second" />,
    },
    {
      key: 'acts',
      title: t('sessions.end'),
      render: (session) =>
        session.isCurrent ? (
          <Tag>{t('sessions.current')}</Tag>
        ) : (
          <Button
            size="small"
            aria-label={t('sessions.endOne', { device: deviceOf(session) })}
            onClick={() => onEnd(session.id)}
          >
            {t('sessions.end')}
          </Button>
        ),
    },
  ];
  return (
    <DataTable
      caption={t('sessions.title')}
      columns={columns}
      rows={sessions}
      rowKey={({ id }) => id}
      empty={t('sessions.none')}
    />
  );
}
