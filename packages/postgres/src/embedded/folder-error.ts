/** What the data folder says of its database and what is there are not one thing. Nothing was made or changed; the message says what to do. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}
