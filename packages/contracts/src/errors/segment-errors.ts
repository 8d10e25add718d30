import { entry, text } from './entry.ts';

export const segmentErrors = {
  'segment.not_found': entry(
    404,
    text('There is no such segment', '没有该人群'),
    text('It may have been removed; look at the list.', '可能已被删除;请查看列表。'),
  ),
  'segment.conflict': entry(
    409,
    text('The segment was changed by somebody else in the meantime', '该人群已被他人修改'),
    text('Read it again and repeat the change; nothing was overwritten.', '请重新读取后再修改;未覆盖任何内容。'),
  ),
  'segment.too_many': entry(
    409,
    text('There are as many segments as there may be', '人群数量已达上限'),
    text('Remove one that nobody needs.', '请删除不再需要的人群。'),
  ),
  'segment.name_taken': entry(
    409,
    text('Another segment has this name', '已有同名人群'),
    text('Choose another name.', '请使用其他名称。'),
  ),
  'segment.not_archived': entry(
    409,
    text('Only an archived segment can be removed', '只能删除已归档的人群'),
    text('Archive it first; whoever uses it then sees that it goes.', '请先归档,以便使用者知晓。'),
  ),
  'segment.invalid': entry(
    422,
    text('The condition of the segment is not valid', '人群条件无效'),
    text(
      'Correct what "errors" lists; each path names a place in the condition.',
      '请更正 "errors" 中列出的内容;路径指出条件中的位置。',
    ),
  ),
  'segment.too_slow': entry(
    503,
    text('The segment could not be counted in time', '人群计算超时'),
    text('Narrow its windows or ask again later; nothing was changed.', '请缩小时间窗口或稍后重试;未更改任何内容。'),
  ),
} as const;
