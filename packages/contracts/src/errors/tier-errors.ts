import { entry, text, type ErrorEntry } from './entry.ts';

/** Why nothing was done to a member's levels and benefits. Each is the answer for good of the command that it was said of. */
export const tierErrors = {
  'tier.unknown_set': entry(
    404,
    text('There is no such tier set', '没有该等级体系'),
    text('Name a tier set of the program in force.', '请使用现行方案中的等级体系。'),
  ),
  'tier.unknown_level': entry(
    404,
    text('There is no such level', '没有该等级'),
    text('Name a level of the tier set.', '请使用该体系中的等级。'),
  ),
  'tier.end_has_passed': entry(
    409,
    text('This end has passed already', '结束时间已过'),
    text('Name an instant that is still to come.', '请使用尚未到来的时间。'),
  ),
  'tier.not_assigned': entry(
    409,
    text('No level was assigned by hand', '没有手工指定的等级'),
    text('Nothing is to be done.', '无需处理。'),
  ),
  'tier.none_to_freeze': entry(
    409,
    text('She has no level that could be frozen', '没有可冻结的等级'),
    text('Assign a level first.', '请先指定等级。'),
  ),
  'tier.not_frozen': entry(
    409,
    text('Her level is not frozen', '等级未被冻结'),
    text('Nothing is to be done.', '无需处理。'),
  ),
  'tier.not_by_invitation': entry(
    409,
    text('This level is not by invitation', '该等级不是邀请制'),
    text('Assign the level instead.', '请改为指定等级。'),
  ),
  'tier.already_reached': entry(
    409,
    text('She has this level, or a higher one', '已达到该等级或更高等级'),
    text('Nothing is to be done.', '无需处理。'),
  ),
  'tier.not_invited': entry(
    409,
    text('No invitation is open', '没有待答复的邀请'),
    text('Invite her first.', '请先发出邀请。'),
  ),
  'benefit.unknown': entry(
    404,
    text('There is no such benefit', '没有该权益'),
    text('Name a benefit of the tier set.', '请使用该等级体系中的权益。'),
  ),
  'benefit.not_of_level': entry(
    409,
    text('Her level does not have this benefit', '当前等级没有该权益'),
    text('Look at the benefits of her level.', '请查看其等级的权益。'),
  ),
  'benefit.used_up': entry(
    409,
    text('The benefit is used up for now', '该权益本期已用完'),
    text('It can be claimed again in the next period.', '下一周期可再次领取。'),
  ),
} as const satisfies Record<string, ErrorEntry>;
