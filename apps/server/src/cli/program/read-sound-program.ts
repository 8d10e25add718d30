import { facets } from '@perennial/domain';
import type { ProgramDocuments } from '@perennial/domain';
import { checkDocuments } from '../../use-cases/program/check-documents.ts';
import { CommandError } from '../command/command.ts';
import { documentsOf, readWholeProgram } from './folder/read-folder.ts';
import { describeLocated, locateIssue, locateProblems } from './located.ts';

/** The documents of a folder, which together are a program that could be published. Throws CommandError that names every place. */
export function readSoundProgram(folder: string): ProgramDocuments {
  const read = readWholeProgram(folder);
  const documents = documentsOf(read.documents);
  const problems =
    read.problems.length > 0
      ? locateProblems(read)
      : checkDocuments(documents, facets).issues.map((issue) =>
          locateIssue({ folder, documents: read.documents }, issue),
        );
  if (problems.length === 0) return documents;
  throw new CommandError(
    [`${folder} holds no program:`, ...problems.map((problem) => `  ${describeLocated(problem)}`)].join('\n'),
  );
}
