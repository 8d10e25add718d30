import { auditSentences } from './audit-sentences.ts';
import { analysisSentences, documentSentences, fileSentences, surveySentences } from './file-sentences.ts';
import { factSentences, messageSentences } from './fact-sentences.ts';
import { mappingSentences, rowSentences } from './import-sentences.ts';
import { issueSentences, kindSentences, ruleSentences } from './issue-sentences.ts';
import { requestSentences, rightSentences } from './request-sentences.ts';
import type { SentenceTable } from './sentence.ts';

/** All sentences that are shown to people besides the texts of the error table, by their codes. */
export const sentenceTable: SentenceTable = {
  ...issueSentences,
  ...kindSentences,
  ...ruleSentences,
  ...factSentences,
  ...messageSentences,
  ...requestSentences,
  ...rightSentences,
  ...mappingSentences,
  ...rowSentences,
  ...fileSentences,
  ...surveySentences,
  ...documentSentences,
  ...analysisSentences,
  ...auditSentences,
};

/** Parameters that are sentences, or lists of them, themselves. */
export const wordedParameters: ReadonlySet<string> = new Set(['reason', 'kind', 'values', 'role', 'name', 'found']);
