import { createContext, useContext } from 'react';
import type { DocumentIssue } from '../issues.ts';
import type { FormShape } from './form-shape.ts';

interface FormContext {
  readonly document: string;
  readonly shape: FormShape;
  readonly issues: readonly DocumentIssue[];
  readonly isDisabled: boolean;
}

/** What every part of one form is drawn with. */
export const DocumentFormContext = createContext<FormContext>({
  document: '',
  shape: { firstOf: () => undefined },
  issues: [],
  isDisabled: true,
});

export function useDocumentForm(): FormContext {
  return useContext(DocumentFormContext);
}
