import { useSuspenseQuery } from '@tanstack/react-query';
import { issuesAt } from '../../../editing/issues.ts';
import type { ProgramTabProps } from '../../../facet/program-places.ts';
import { sourcesQuery } from '../table/key-queries.ts';
import { PhoneCountries } from './phone-countries.tsx';
import { SharedNumbers } from './shared-numbers.tsx';
import {
  numberSpacesPath,
  readPhoneSources,
  readSpaces,
  sourcesPath,
  writePhoneSources,
  writeSpaces,
} from './source-documents.ts';
import './numbers.css';

/** What the program says of sources: who shares numbers, and where each dials. */
export function SourceSettings({ editor }: ProgramTabProps) {
  const { data } = useSuspenseQuery(sourcesQuery());
  const known = data.items.map(({ source }) => source);
  return (
    <div className="program-stack">
      <SharedNumbers
        spaces={readSpaces(editor.documents)}
        known={known}
        issues={issuesAt(editor.issues, numberSpacesPath, 'spaces')}
        onChange={(spaces) => editor.changeDocument(numberSpacesPath, writeSpaces(spaces))}
      />
      <PhoneCountries
        sources={readPhoneSources(editor.documents)}
        known={known}
        issues={issuesAt(editor.issues, sourcesPath, 'sources')}
        onChange={(sources) => editor.changeDocument(sourcesPath, writePhoneSources(sources))}
      />
    </div>
  );
}
