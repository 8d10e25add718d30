import { entry, text, type ErrorEntry } from './entry.ts';

const spendErrors = {
  'wallet.unknown': entry(
    404,
    text('There is no such wallet', '没有该账户'),
    text('Name a wallet of the program in force.', '请使用现行方案中的账户标识。'),
  ),
  'wallet.not_spendable': entry(
    409,
    text('Units of this wallet cannot be spent', '该账户只累计,不能使用'),
    text('Name a wallet of another kind.', '请使用其他类型的账户。'),
  ),
  'wallet.blocked': entry(
    409,
    text('The wallet is blocked', '该账户已被冻结'),
    text('Unblock it first, or settle what is owed.', '请先解除冻结,或结清欠分。'),
  ),
  'wallet.insufficient': entry(
    409,
    text('There are not enough units', '可用数量不足'),
    text('Ask for no more than "available" says.', '请勿超过 "available" 所示的数量。'),
  ),
  'wallet.out_of_place': entry(
    409,
    text('There are enough units, but not for this place', '余额足够,但不适用于此处'),
    text(
      'Ask for no more than "inPlace" says, or name another store, channel or category.',
      '请勿超过 "inPlace" 所示的数量,或更换门店、渠道或品类。',
    ),
  ),
  'wallet.over_limit': entry(
    409,
    text('The balance would exceed what a member may hold', '余额将超过上限'),
    text('Give no more than up to "balanceMax".', '请使余额不超过 "balanceMax"。'),
  ),
  'wallet.opened': entry(
    409,
    text('This opening balance was entered already', '该期初余额已录入'),
    text('Nothing is to be done; another one needs another reference.', '无需处理;如为另一笔,请使用其他编号。'),
  ),
  'opening.not_yet': entry(
    409,
    text('An opening balance cannot be of a time to come', '期初余额不能晚于当前时间'),
    text('Name the instant as of which it was taken.', '请使用取数的时间。'),
  ),
} as const satisfies Record<string, ErrorEntry>;

const liabilityErrors = {
  'wallet.without_value': entry(
    409,
    text('The program does not say what the units are worth', '方案未设定该账户单位的价值'),
    text('Give the wallet a value under Program, then ask again.', '请先在方案中设定该账户的价值,再重试。'),
  ),
} as const satisfies Record<string, ErrorEntry>;

const openingErrors = {
  'opening.total_mismatch': entry(
    409,
    text('The units do not sum to the total that was given', '各行之和与所给总数不符'),
    text('Nothing was taken. Correct the file or the total.', '未导入任何数据。请修正文件或总数。'),
  ),
  'opening.rows_refused': entry(
    409,
    text('Some rows cannot be taken', '部分行无法导入'),
    text(
      'Nothing was taken. A dry run names them with the reason of each.',
      '未导入任何数据。试运行会列出这些行及原因。',
    ),
  ),
} as const satisfies Record<string, ErrorEntry>;

const holdErrors = {
  'hold.unknown': entry(
    404,
    text('There is no such hold', '没有该预占'),
    text('Check its name and the wallet.', '请检查预占名称和账户。'),
  ),
  'hold.exists': entry(
    409,
    text('There is a hold of this name already', '该名称的预占已存在'),
    text('Give each hold a name of its own.', '请为每笔预占使用不同的名称。'),
  ),
  'hold.too_long': entry(
    409,
    text('Units cannot be held for so long', '预占时间过长'),
    text('Hold them for no longer than "minutesMax".', '请勿超过 "minutesMax" 分钟。'),
  ),
  'hold.too_much': entry(
    409,
    text('More is captured than was held', '扣款超过预占数量'),
    text('Capture no more than "held", and redeem the rest.', '请勿超过 "held";其余请另行核销。'),
  ),
  'hold.captured': entry(
    409,
    text('The hold was captured already', '该预占已扣款'),
    text('Nothing is to be done.', '无需处理。'),
  ),
  'hold.released': entry(
    409,
    text('The hold was released', '该预占已释放'),
    text('Hold the units again, or redeem them.', '请重新预占,或直接核销。'),
  ),
  'hold.timed_out': entry(
    409,
    text('The hold has timed out', '该预占已超时释放'),
    text('Hold the units again, or redeem them.', '请重新预占,或直接核销。'),
  ),
} as const satisfies Record<string, ErrorEntry>;

const adjustmentErrors = {
  'adjustment.second_person_needed': entry(
    409,
    text('An adjustment of so many units needs a second person', '此数量的调整需双人确认'),
    text('Propose it; somebody else approves it under Approvals.', '请提交申请,由另一人在“待审批”中确认。'),
  ),
  'adjustment.not_needed': entry(
    409,
    text('This adjustment needs no second person', '此调整无需双人确认'),
    text('Make it at once.', '请直接调整。'),
  ),
  'approval.not_found': entry(
    404,
    text('There is no such proposal', '没有该申请'),
    text('Refresh the list.', '请刷新列表。'),
  ),
  'approval.decided': entry(
    409,
    text('This proposal was decided already', '该申请已审批'),
    text('Look at what became of it in the list.', '请在列表中查看结果。'),
  ),
  'approval.own': entry(
    409,
    text('You proposed this yourself', '不能审批自己提交的申请'),
    text('Another person must decide.', '须由另一人审批。'),
  ),
  'approval.user_needed': entry(
    409,
    text('A proposal needs a person with an account', '须由有账户的人员操作'),
    text('Sign in to the console.', '请登录控制台操作。'),
  ),
} as const satisfies Record<string, ErrorEntry>;

const lotErrors = {
  'lot.unknown': entry(
    404,
    text('There is no such lot', '没有该批次'),
    text('Check its number in the list of lots.', '请在批次列表中核对编号。'),
  ),
  'lot.ended': entry(
    409,
    text('Nothing is left of the lot', '该批次已结束'),
    text('Name a lot that is open.', '请选择未结束的批次。'),
  ),
  'lot.held': entry(
    409,
    text('Units of the lot are held', '该批次有预占'),
    text('Release or capture the hold first.', '请先释放或扣款。'),
  ),
  'lot.not_pending': entry(
    409,
    text('The lot is not pending', '该批次并非待入账'),
    text('Nothing is to be done.', '无需处理。'),
  ),
  'lot.not_expired': entry(
    409,
    text('Nothing of the lot has expired', '该批次没有过期数量'),
    text('Name a lot of which units expired.', '请选择有过期数量的批次。'),
  ),
  'lot.reinstated': entry(
    409,
    text('So much of what expired is not left to reinstate', '可恢复的过期数量不足'),
    text('Ask for no more than "left" says.', '请勿超过 "left" 所示的数量。'),
  ),
  'expiry.passed': entry(
    409,
    text('The units would have expired already', '该有效期已过'),
    text('Name an instant that is still to come.', '请使用尚未到来的时间。'),
  ),
  'entry.unknown': entry(
    404,
    text('There is no such entry', '没有该流水'),
    text('Check its number in the list of entries.', '请在流水中核对编号。'),
  ),
  'entry.not_a_spend': entry(
    409,
    text('This entry spent nothing', '该流水不是核销'),
    text('Name the entry of a redemption.', '请选择核销流水。'),
  ),
  'entry.reversed': entry(
    409,
    text('So much of the entry is not left to reverse', '可撤销的数量不足'),
    text('Ask for no more than "left" says.', '请勿超过 "left" 所示的数量。'),
  ),
} as const satisfies Record<string, ErrorEntry>;

const transferErrors = {
  'transfer.not_allowed': entry(
    409,
    text('Units of this wallet cannot be given to others', '该账户不可转赠'),
    text('The program would have to allow it.', '须由方案允许转赠。'),
  ),
  'transfer.too_little': entry(
    409,
    text('So few units cannot be given', '低于单次最少转赠数量'),
    text('Give at least what "unitsMin" says.', '请不少于 "unitsMin"。'),
  ),
  'transfer.too_much': entry(
    409,
    text('So many units cannot be given at once', '超过单次最多转赠数量'),
    text('Give at most what "unitsMax" says.', '请不超过 "unitsMax"。'),
  ),
  'transfer.over_day_limit': entry(
    409,
    text('So many units cannot be given in a day', '超过每日转赠上限'),
    text('Give at most what "left" says, or wait until tomorrow.', '请不超过 "left",或明日再转。'),
  ),
} as const satisfies Record<string, ErrorEntry>;

/** Why nothing was done to a wallet. Each is the answer for good of the command that it was said of. */
export const walletErrors = {
  ...spendErrors,
  ...liabilityErrors,
  ...openingErrors,
  ...holdErrors,
  ...adjustmentErrors,
  ...lotErrors,
  ...transferErrors,
} as const;
