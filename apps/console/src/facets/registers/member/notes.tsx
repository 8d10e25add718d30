import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { memberKey } from '../../../facet/member-places.ts';
import type { MemberProps } from '../../../facet/member-places.ts';
import { personName } from '../../../i18n/person-name.ts';
import { useVerdict } from '../../../reader/session.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import './notes.css';

const textLengthMax = 2_000;

/** What staff wrote about her, newest first, with a place to write. */
export function Notes({ profile }: MemberProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const isLive = profile.status === 'live' && !profile.isHistory;
  const mayWrite = useVerdict('members.tag').isAllowed && isLive;
  const params = { memberId: profile.id };
  const refresh = () => client.invalidateQueries({ queryKey: memberKey(profile.id) });
  const add = useMutation({
    mutationFn: () => api.members.addNote({ params, body: { text: text.trim() } }),
    onSuccess: async () => {
      setText('');
      await refresh();
    },
  });
  const remove = useMutation({
    mutationFn: (noteId: string) => api.members.removeNote({ params: { ...params, noteId } }),
    onSuccess: refresh,
  });
  const error = add.error ?? remove.error;
  return (
    <Panel title={t('registers.notes.title')} lead={t('registers.notes.lead')}>
      {mayWrite && (
        <form
          className="note-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') add.mutate();
          }}
        >
          <Input.TextArea
            value={text}
            maxLength={textLengthMax}
            autoSize={{ minRows: 2, maxRows: 8 }}
            placeholder={t('registers.notes.placeholder')}
            aria-label={t('registers.notes.placeholder')}
            onChange={({ target }) => setText(target.value)}
          />
          <GuardedButton needs="members.tag" htmlType="submit" disabled={text.trim() === ''} loading={add.isPending}>
            {t('registers.notes.add')}
          </GuardedButton>
        </form>
      )}
      {error !== null && <ProblemPanel error={error} isWrite />}
      {profile.notes.length === 0 && <p className="quiet">{t('registers.notes.none')}</p>}
      <ul className="notes">
        {profile.notes.map((note) => (
          <li key={note.id}>
            <p>{note.text}</p>
            <span className="quiet">
              {t('registers.notes.by', { by: personName(note.by, t), at: format.instant(note.at) })}
            </span>
            {mayWrite && (
              <Popconfirm
                title={t('registers.notes.remove')}
                description={t('registers.notes.removeLead')}
                okText={t('action.remove')}
                cancelText={t('action.cancel')}
                onConfirm={() => remove.mutate(note.id)}
              >
                <Button
                  type="link"
                  size="small"
                  danger
                  aria-label={`${t('registers.notes.remove')}: ${note.text.slice(0, 40)}`}
                >
                  {t('action.remove')}
                </Button>
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
