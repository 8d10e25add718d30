import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import type { Download } from '../kernel/download.ts';
import type { FindMember, FoundMember } from './find-member.ts';
import type { ReasonedRequest } from './reveal-member.ts';

/** Who asked for it, and why. */
export interface Said {
  readonly by: string;
  readonly reason: string;
}

export interface ExportMemberDependencies {
  readonly audit: Audit;
  readonly findMember: FindMember;
  /** All that is stored about the member, personal data in clear, one entry a line. */
  readonly read: (member: FoundMember, said: Said) => AsyncIterable<object>;
}

export type ExportMember = (context: CallContext, request: ReasonedRequest) => Promise<Download>;

/** All that is stored about one member as NDJSON, for handing over. Throws `member.not_found`. */
export function createExportMember({ audit, findMember, read }: ExportMemberDependencies): ExportMember {
  return (context, { memberId, reason }) =>
    audit.download(context, { action: 'member.exported', subject: memberId, format: 'ndjson' }, async (note) => {
      const member = await findMember(memberId, context.caller);
      note({ reason });
      const lines = read(member, { by: nameOfCaller(context.caller), reason });
      return { fileName: `member-${member.memberId}.ndjson`, parts: linesOf(lines) };
    });
}

async function* linesOf(entries: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}
