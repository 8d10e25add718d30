import type { DocumentWords } from '@perennial/domain';
import type { DocumentIssue } from '../issues.ts';
import { issuesAt } from '../issues.ts';
import { IssueList } from '../issue-list.tsx';
import { partsOf, withKey } from './change-part.ts';
import { DocumentFormContext } from './form-context.ts';
import type { FormShape } from './form-shape.ts';
import { PartField } from './part-field.tsx';
import type { Rest } from '../document-parts.ts';
import './document-form.css';

export interface FormSection {
  readonly title: string;
  readonly keys: readonly string[];
}

interface Props {
  /** Where it stands among the documents of the program. */
  readonly path: string;
  readonly value: unknown;
  readonly words: DocumentWords;
  readonly shape: FormShape;
  readonly sections: readonly FormSection[];
  readonly issues: readonly DocumentIssue[];
  readonly isDisabled: boolean;
  readonly onChange: (value: Rest) => void;
}

/**
 * A document as a form: a field for each part that has words, with its problems beside it. What there are no words of is kept as it
 * was written.
 */
export function DocumentForm({ path, value, words, shape, sections, issues, isDisabled, onChange }: Props) {
  const parts = partsOf(value);
  return (
    <DocumentFormContext value={{ document: path, shape, issues, isDisabled }}>
      <div className="document-form">
        <IssueList issues={issuesAt(issues, path, '').filter((issue) => issue.path === '')} />
        {sections.map(({ title, keys }) => (
          <fieldset key={title}>
            <legend>{title}</legend>
            {keys.map((key) => {
              const own = words.keys[key];
              return own === undefined ? null : (
                <PartField
                  key={key}
                  path={key}
                  words={own}
                  value={parts[key]}
                  onChange={(next) => onChange(withKey(parts, key, next))}
                />
              );
            })}
          </fieldset>
        ))}
      </div>
    </DocumentFormContext>
  );
}
