import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { installationQuery } from '../../../api/queries.ts';
import { useVerdict } from '../../../reader/session.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { MappingPanel } from './mapping-panel.tsx';

/** Takes a file, dropped or chosen, and shows what its columns seem to mean. */
export function UploadPanel() {
  const { t } = useTranslation();
  const local = useLocal();
  const verdict = useVerdict('imports.run');
  const { isDemo } = useSuspenseQuery(installationQuery()).data;
  const upload = useMutation({
    mutationFn: (file: File) => api.imports.upload({ query: { fileName: file.name }, body: file }),
  });
  if (upload.data !== undefined) return <MappingPanel upload={upload.data} onRestart={upload.reset} />;
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file !== undefined && verdict.isAllowed) upload.mutate(file);
  };
  return (
    <Panel title={t('imports.upload')}>
      {isDemo && <Alert type="warning" showIcon title={t('imports.demo')} />}
      {!verdict.isAllowed && <p className="quiet">{local(verdict.reason)}</p>}
      {/* The file input covers the box, so a file can be dropped on it and the keyboard reaches it. */}
      <label className="drop">
        <strong>
          {upload.isPending ? t('imports.uploading', { name: upload.variables.name }) : t('imports.drop')}
        </strong>
        <span className="quiet">{t('imports.dropHint')}</span>
        <input
          type="file"
          className="drop-input"
          accept=".csv,.tsv,.txt,.ndjson,.jsonl,.gz"
          disabled={!verdict.isAllowed || upload.isPending}
          onChange={({ target }) => take(target.files)}
        />
      </label>
      {upload.isError && <ProblemPanel error={upload.error} isWrite />}
    </Panel>
  );
}
