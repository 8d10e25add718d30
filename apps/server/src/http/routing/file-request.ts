import type { ProblemLanguage } from '@perennial/contracts';
import type { FileRequest } from '../../use-cases/reading/file-words.ts';

interface FileCall {
  readonly language: ProblemLanguage;
  readonly query: { readonly language?: ProblemLanguage | undefined; readonly form: FileRequest['form'] };
}

/** How a file is asked for: in the language that the query names, else in that of the request. */
export function fileRequestOf({ language, query }: FileCall): FileRequest {
  return { language: query.language ?? language, form: query.form };
}
