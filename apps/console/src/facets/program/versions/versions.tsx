import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProgramRecordProps } from '../../../facet/program-places.ts';
import { useGo } from '../../../ui/link.tsx';
import { Switched } from '../../../ui/loading/switched.tsx';
import { programQueries } from '../page/program-queries.ts';
import { ProgramFiles } from './program-files.tsx';
import { RollBackModal } from './roll-back-modal.tsx';
import { VersionList } from './version-list.tsx';
import { VersionPanel } from './version-panel.tsx';
import { VersionPending } from './versions-pending.tsx';
import './versions.css';

/** The published versions, beside what one of them changed. */
export function Versions({ currentVersion, view, hrefOf, onPublished }: ProgramRecordProps) {
  const go = useGo();
  const [rolledBackTo, setRolledBackTo] = useState<number | null>(null);
  const { data } = useSuspenseQuery(programQueries.versions());
  const shared = { currentVersion, hrefOf, versions: data.items };
  return (
    <div className="versions">
      <VersionList {...shared} shown={view.version ?? currentVersion} onRollBack={setRolledBackTo} />
      <div className="version-shown">
        <Switched thing={view} pending={<VersionPending />}>
          {({ version = currentVersion, against }) => (
            <VersionPanel
              {...shared}
              version={version}
              against={against}
              onAgainst={(chosen) => go(hrefOf({ version, ...(chosen === undefined ? {} : { against: chosen }) }))}
            />
          )}
        </Switched>
      </div>
      <ProgramFiles />
      {rolledBackTo !== null && (
        <RollBackModal
          toVersion={rolledBackTo}
          currentVersion={currentVersion}
          onRolledBack={onPublished}
          onClose={() => setRolledBackTo(null)}
        />
      )}
    </div>
  );
}
