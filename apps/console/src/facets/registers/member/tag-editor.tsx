import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { memberKey } from '../../../facet/member-places.ts';
import type { MemberProps } from '../../../facet/member-places.ts';
import { useVerdict } from '../../../reader/session.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import './tag-editor.css';

/** The member's tags, added and taken off at once. */
export function TagEditor({ profile }: MemberProps) {
  const { t } = useTranslation();
  const local = useLocal();
  const queryClient = useQueryClient();
  const verdict = useVerdict('members.tag');
  const refusal = verdict.isAllowed ? (profile.isHistory ? t('asOf.refusal') : '') : local(verdict.reason);
  const canChange = verdict.isAllowed && !profile.isHistory;
  const [text, setText] = useState('');
  const change = useMutation({
    mutationFn: ({ tag, act }: { readonly tag: string; readonly act: 'add' | 'remove' }) => {
      const params = { memberId: profile.id, tag };
      return act === 'add' ? api.members.addTag({ params }) : api.members.removeTag({ params });
    },
    onSuccess: async (_, { act }) => {
      if (act === 'add') setText('');
      await queryClient.invalidateQueries({ queryKey: memberKey(profile.id) });
    },
  });
  return (
    <>
      <h3>{t('registers.tags')}</h3>
      <div className="tag-list">
        {profile.tags.map((tag) => (
          <span key={tag} className="tag">
            {tag}
            {canChange && (
              <button
                type="button"
                aria-label={`${t('action.remove')}: ${tag}`}
                onClick={() => change.mutate({ tag, act: 'remove' })}
              >
                ×
              </button>
            )}
          </span>
        ))}
        <Input
          size="small"
          className="tag-input"
          value={text}
          maxLength={100}
          disabled={!canChange || change.isPending}
          title={refusal}
          placeholder={t('registers.addTag')}
          aria-label={t('registers.addTag')}
          onChange={({ target }) => setText(target.value)}
          onPressEnter={() => {
            if (text.trim() !== '') change.mutate({ tag: text.trim(), act: 'add' });
          }}
        />
      </div>
      {change.isError && <ProblemPanel error={change.error} isWrite />}
    </>
  );
}
