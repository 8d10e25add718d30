import { api } from '../../../../api/client.ts';

interface Asked {
  readonly memberId: string;
  readonly wallet: string;
  /** Last day; absent: until now. */
  readonly at: string | undefined;
}

interface File {
  readonly name: string;
  readonly text: string;
}

/** Documents of one statement: nobody has so many entries that more are needed, and a page is no place to wait for them. */
const documentsMax = 50;

/** The signed statement, whole: where one document cannot hold all entries, one after the other. */
export async function downloadStatement({ memberId, wallet, at }: Asked): Promise<readonly File[]> {
  const files: File[] = [];
  let after = 0;
  while (files.length < documentsMax) {
    const query = { after, ...(at === undefined ? {} : { at }) };
    const statement = await api.wallets.downloadStatement({ params: { memberId, wallet }, query });
    const part = files.length === 0 && statement.isLast ? '' : `-${files.length + 1}`;
    const name = `statement-${wallet}-${memberId}${part}.json`;
    files.push({ name, text: `${JSON.stringify(statement, null, 2)}\n` });
    if (statement.isLast) break;
    after = statement.closing.sequence;
  }
  return files;
}
