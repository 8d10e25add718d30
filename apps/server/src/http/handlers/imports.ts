import type { Imports } from '../../use-cases/imports/imports.ts';
import { fileRequestOf } from '../routing/file-request.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export function createImportHandlers(imports: Imports): GroupHandlers<'imports'> {
  return {
    upload: (call) => imports.upload(call, { fileName: call.query.fileName, content: call.stream }),
    list: ({ query }) => imports.list(query),
    start: (call) => imports.start(call, call.body),
    get: ({ params }) => imports.get(params.importId),
    cancel: async (call) => {
      await imports.cancel(call, call.params.importId);
      return {};
    },
    rejects: (call) => imports.rejects(call.params.importId, fileRequestOf(call)),
    revealRejects: (call) => imports.revealRejects(call, { ...call.params, ...call.body, ...fileRequestOf(call) }),
  };
}
