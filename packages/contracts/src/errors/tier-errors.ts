import { entry, text, type ErrorEntry } from './entry.ts';

/** Why a command about levels or benefits was refused. */
export const tierErrors = {
  'tier.unknown_set': entry(
    404,
    text('There is no such tier set', '没有该等级体系'),
    text('Name a tier set of the program in force.', '请使用现行方案中的等级体系标识。'),
  ),
  'tier.unknown_level': entry(
    404,
    text('The tier set has no such level', '该等级体系没有此等级'),
    text('Name a level of the set.', '请使用该体系中的等级标识。'),
  ),
  'tier.opened': entry(
    409,
    text('This level was brought in already', '该等级已导入'),
    text('Nothing is to be done.', '无需处理。'),
  ),
  'tier.given_by_hand': entry(
    409,
    text('Another level was given by hand here', '此处已手工指定其他等级'),
    text('End that assignment first, or leave the row out.', '请先结束该指定,或去掉此行。'),
  ),
  'tier.end_has_passed': entry(
    409,
    text('The end lies in the past', '结束时间已过'),
    text('Name an instant that is still to come.', '请使用尚未到来的时间。'),
  ),
  'tier.not_assigned': entry(
    409,
    text('No level was given to her by hand', '该会员没有人工指定的等级'),
    text('Nothing is to be done.', '无需处理。'),
  ),
  'tier.none_to_freeze': entry(
    409,
    text('She has no level that could be frozen', '该会员没有可冻结的等级'),
    text('Give her a level first.', '请先指定等级。'),
  ),
  'tier.not_frozen': entry(
    409,
    text('Her level is not frozen', '该会员的等级未冻结'),
    text('Nothing is to be done.', '无需处理。'),
  ),
  'tier.not_by_invitation': entry(
    409,
    text('The level is not by invitation', '该等级不采用邀请制'),
    text('Invite to a level by invitation, or give this one by hand.', '请邀请至邀请制等级,或人工指定该等级。'),
  ),
  'tier.already_reached': entry(
    409,
    text('She has this level or a higher one', '该会员已达到或高于此等级'),
    text('Nothing is to be done.', '无需处理。'),
  ),
  'tier.not_invited': entry(
    409,
    text('There is no open invitation', '没有待答复的邀请'),
    text('It may have been answered, or have expired: invite her again.', '可能已答复或已过期,请重新邀请。'),
  ),
  'benefit.unknown': entry(
    404,
    text('No level of the set has such a benefit', '该等级体系没有此权益'),
    text('Name a benefit of the set.', '请使用该体系中的权益标识。'),
  ),
  'benefit.not_of_level': entry(
    409,
    text('Her level does not have this benefit', '该会员的等级不含此权益'),
    text('See "level" for the one that she has.', '会员当前等级见 "level"。'),
  ),
  'benefit.used_up': entry(
    409,
    text('The benefit is used up for this period', '本周期的权益次数已用完'),
    text('It may be claimed "count" times within "period".', '每个周期("period")可使用 "count" 次。'),
  ),
} as const satisfies Record<string, ErrorEntry>;
