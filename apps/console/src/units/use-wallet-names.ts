import { useQuery } from '@tanstack/react-query';
import { isRecord } from '../api/is-record.ts';
import { numberOf, readName } from '../editing/document-parts.ts';
import { useLocal } from '../i18n/use-local.ts';
import { useSession } from '../reader/session.ts';
import { programQuery } from '../stages/program-query.ts';

interface WalletNames {
  /** Its id where the program in force does not have it, or the reader may not know. */
  readonly nameOf: (wallet: string) => string;
  readonly decimalsOf: (wallet: string) => number;
}

/** What wallets are called in the program in force. */
export function useWalletNames(): WalletNames {
  const local = useLocal();
  const canRead = useSession().capabilities.includes('program.read');
  const { data } = useQuery({ ...programQuery(), enabled: canRead });
  const find = (wallet: string) => {
    const document: unknown = data?.documents[`wallets/${wallet}.json`];
    return isRecord(document) ? document : undefined;
  };
  return {
    nameOf: (wallet) => local(readName(find(wallet)?.['name'])) || wallet,
    decimalsOf: (wallet) => numberOf(find(wallet)?.['decimals']) ?? 0,
  };
}
