import { expect, it } from 'vitest';
import { DataFolderError } from './folder-error.ts';
import { describeInitdbEnd } from './initdb-end.ts';

const cluster = '/data/brand/postgres';

it('says that the disk is full, and what to do', () => {
  const output = `running bootstrap script ... FATAL:  could not write to file "pg_wal/xlogtemp.1": No space left on device\nchild process exited with exit code 1`;
  const end = describeInitdbEnd({ code: 1, output, cluster });
  expect(end).toBeInstanceOf(DataFolderError);
  expect(end.message).toMatch(/no room for the database at \/data\/brand: .* --data/);
});

it('leaves what else went wrong in the words of the program', () => {
  const end = describeInitdbEnd({ code: 127, output: 'initdb: error: cannot be run as root\n', cluster });
  expect(end).not.toBeInstanceOf(DataFolderError);
  expect(end.message).toBe('initdb ended with code 127: initdb: error: cannot be run as root');
});
