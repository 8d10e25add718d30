import type { Segments } from '../../../use-cases/segments/segments.ts';
import type { GroupHandlers } from '../../routing/handlers.ts';

export function createSegmentHandlers(segments: Segments): GroupHandlers<'segments'> {
  return {
    list: (call) => segments.list(call.query),
    get: (call) => segments.get(call.params.segmentId),
    create: (call) => segments.create(call, call.body),
    update: (call) => segments.update(call, call.params.segmentId, call.body),
    archive: (call) => segments.archive(call, call.params.segmentId),
    restore: (call) => segments.restore(call, call.params.segmentId),
    versions: (call) => segments.versions(call.params.segmentId, call.query),
    preview: (call) => segments.preview(call, call.body.condition),
    compare: (call) => segments.compare(call, call.params.segmentId, call.body.condition),
    explain: (call) => segments.explain(call, call.body),
    async remove(call) {
      await segments.remove(call, call.params.segmentId);
      return {};
    },
  };
}
