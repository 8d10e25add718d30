import type { Program } from '../../use-cases/program/program.ts';
import { listPresets } from '../../use-cases/program/versions.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export function createProgramHandlers(program: Program): GroupHandlers<'program'> {
  const { versions, schemas, drafts, previews, rehearsals, publishing, planning } = program;
  return {
    current: (call) => versions.current(call),
    version: ({ params }) => versions.get(params.version),
    versions: ({ query }) => versions.list(query),
    fields: async () => ({ items: await versions.fields() }),
    presets: async () => ({ items: listPresets() }),
    schemas: async () => ({ items: await schemas.all() }),
    schema: ({ params }) => schemas.of(params.kind),
    identityHoldings: async ({ query }) => ({ items: await program.identityHoldings(query) }),
    validate: async ({ body }) => program.validate(body.documents),
    drafts: ({ query }) => drafts.list(query),
    createDraft: (call) => drafts.create(call, call.body),
    draft: ({ params }) => drafts.get(params.draftId),
    saveDraft: (call) => drafts.save(call, { ...call.params, ...call.body }),
    deleteDraft: async (call) => {
      await drafts.delete(call, call.params.draftId);
      return {};
    },
    startPreview: async ({ body }) => previews.start(body),
    preview: async ({ params }) => previews.get(params.jobId),
    cancelPreview: async ({ params }) => {
      previews.cancel(params.jobId);
      return {};
    },
    startRehearsal: (call) => rehearsals.start(call, call.body),
    rehearsal: async ({ params }) => rehearsals.get(params.rehearsalId),
    cancelRehearsal: async ({ params }) => {
      rehearsals.cancel(params.rehearsalId);
      return {};
    },
    rehearsalMembers: async ({ params, query }) => rehearsals.members(params.rehearsalId, query),
    rehearsalMember: ({ params, query }) =>
      rehearsals.member(params.rehearsalId, { ...query, memberId: params.memberId }),
    publish: (call) => publishing.publish(call, call.body),
    rollBack: (call) => publishing.rollBack(call, call.body),
    publication: ({ params }) => publishing.progress(params.version),
    changes: ({ query }) => planning.changes(query),
    compare: ({ body }) => planning.compare(body.documents),
    plan: ({ body }) => planning.plan(body.documents),
    apply: (call) => planning.apply(call, call.body),
  };
}
