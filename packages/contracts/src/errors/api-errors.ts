/** What console and developer routes refuse, beside the codes that every request shares. */
export const apiErrors = {
  'auth.sign_in_failed': {
    status: 401,
    title: { en: 'E-mail or password is wrong', zh: '邮箱或密码错误' },
    next: {
      en: 'Try again, or ask an administrator for a one-time sign-in link.',
      zh: '请重试,或向管理员索取一次性登录链接。',
    },
  },
  'auth.link_invalid': {
    status: 401,
    title: { en: 'This sign-in link was used or has expired', zh: '该登录链接已使用或已过期' },
    next: { en: 'Ask for a new link.', zh: '请索取新的链接。' },
  },
  'auth.too_many_attempts': {
    status: 429,
    title: { en: 'Too many failed attempts', zh: '失败次数过多' },
    next: { en: 'Wait as long as Retry-After says.', zh: '请等待 Retry-After 指定的时间。' },
  },
  'auth.origin_refused': {
    status: 403,
    title: { en: 'The request came from another site', zh: '请求来自其他站点' },
    next: { en: 'Open the console at its own address and try again.', zh: '请在控制台自身的地址打开后重试。' },
  },
  'auth.password_needed': {
    status: 403,
    title: { en: 'The current password is wrong', zh: '当前密码错误' },
    next: { en: 'Give the current password.', zh: '请提供当前密码。' },
  },
  'auth.password_weak': {
    status: 422,
    title: { en: 'This password is too easy to guess', zh: '该密码太容易被猜到' },
    next: {
      en: 'Take several words that do not belong together, or let a password manager make one. No part needs to be a digit or a sign.',
      zh: '请使用几个互不相关的词语，或由密码管理器生成。无需强制包含数字或符号。',
    },
  },
  'auth.code_wrong': {
    status: 401,
    title: { en: 'This code is wrong or was used already', zh: '验证码错误或已使用' },
    next: {
      en: 'Wait for the next code of your authenticator, and check that its clock is right; or use a recovery code.',
      zh: '请等待身份验证器显示下一个验证码，并检查设备时间是否准确；也可使用恢复码。',
    },
  },
  'auth.step_expired': {
    status: 401,
    title: { en: 'This sign-in took too long', zh: '登录步骤已超时' },
    next: { en: 'Begin again with your password.', zh: '请重新输入密码登录。' },
  },
  'auth.factor_needed': {
    status: 403,
    title: { en: 'Your role needs a second factor', zh: '您的角色需要启用第二验证因素' },
    next: {
      en: 'Set one up on the page that the console leads to; everything else opens then.',
      zh: '请在控制台引导的页面中完成设置，之后即可使用其他功能。',
    },
  },
  'auth.confirmation_needed': {
    status: 403,
    title: { en: 'Confirm that it is you', zh: '请确认您的身份' },
    next: {
      en: 'Enter your password or a code again, or sign out and in; then repeat it.',
      zh: '请重新输入密码或验证码，或重新登录，然后重试。',
    },
  },
  'session.not_found': {
    status: 404,
    title: { en: 'There is no such session', zh: '没有该会话' },
    next: { en: 'It may have ended already; look at the list.', zh: '可能已结束；请查看列表。' },
  },
  'factor.not_found': {
    status: 404,
    title: { en: 'There is no such second factor', zh: '没有该第二验证因素' },
    next: { en: 'Look at the list, or begin to set it up again.', zh: '请查看列表，或重新设置。' },
  },
  'factor.required': {
    status: 409,
    title: { en: 'Your role needs a second factor', zh: '您的角色必须保留第二验证因素' },
    next: { en: 'Set up another one before you remove this one.', zh: '请先设置另一个，再移除此项。' },
  },
  'factor.too_many': {
    status: 409,
    title: { en: 'You have as many second factors as one may have', zh: '第二验证因素数量已达上限' },
    next: { en: 'Remove one that you do not use.', zh: '请移除不再使用的一项。' },
  },
  'user.not_found': {
    status: 404,
    title: { en: 'There is no such user', zh: '没有该用户' },
    next: { en: 'Check the list of users.', zh: '请查看用户列表。' },
  },
  'user.email_taken': {
    status: 409,
    title: { en: 'This e-mail address has a user already', zh: '该邮箱已有用户' },
    next: { en: 'Change the existing user, or use another address.', zh: '请修改现有用户或使用其他邮箱。' },
  },
  'user.last_administrator': {
    status: 409,
    title: { en: 'This is the last administrator', zh: '这是最后一位管理员' },
    next: { en: 'Make somebody else administrator first.', zh: '请先指定另一位管理员。' },
  },
  'members.condition_invalid': {
    status: 422,
    title: { en: 'The list cannot be narrowed by this condition', zh: '无法按该条件筛选列表' },
    next: {
      en: 'Correct what is listed under "errors": fields that lists know are marked in the field catalogue.',
      zh: '请更正 "errors" 中列出的内容:字段目录中标明了列表可用的字段。',
    },
  },
  'members.count_changed': {
    status: 409,
    title: { en: 'By now these are not as many members', zh: '会员数量已发生变化' },
    next: { en: 'Look at the list again and confirm its number.', zh: '请重新查看列表并确认数量。' },
  },
  'members.list_too_long': {
    status: 422,
    title: {
      en: 'The list is too long, or not narrowed, to open all names in it',
      zh: '列表未筛选或人数过多,无法逐一查看姓名',
    },
    next: {
      en: 'Narrow the list to 2,000 members or fewer, or search by two characters.',
      zh: '请将列表筛选到 2000 人以内,或使用两个字搜索。',
    },
  },
  'members.past_too_long': {
    status: 422,
    title: {
      en: 'Going through the facts of everybody up to that day took too long',
      zh: '汇总全体会员截至该日的事件耗时过长',
    },
    next: {
      en: 'Leave out filters by store and channel, and filters and sorting by orders, spend and order dates: sort by the time in the stage, or filter by stage or move.',
      zh: '请去掉按门店、渠道的筛选,以及按订单、消费额和下单日期的筛选与排序:可按进入阶段的时间排序,或按阶段、流转筛选。',
    },
  },
  'key.not_found': {
    status: 404,
    title: { en: 'There is no such key', zh: '没有该密钥' },
    next: { en: 'Check the list of keys.', zh: '请查看密钥列表。' },
  },
  'draft.not_found': {
    status: 404,
    title: { en: 'There is no such draft', zh: '没有该草稿' },
    next: { en: 'It may have been published or deleted; look at the list.', zh: '可能已发布或删除;请查看列表。' },
  },
  'draft.conflict': {
    status: 409,
    title: { en: 'The draft was saved by somebody else in the meantime', zh: '草稿已被他人保存' },
    next: {
      en: 'Read it again and repeat the change; nothing was overwritten.',
      zh: '请重新读取后再修改;未覆盖任何内容。',
    },
  },
  'reference.not_found': {
    status: 404,
    title: { en: 'There is no such entry', zh: '没有该条目' },
    next: { en: 'Check the id in the list.', zh: '请在列表中核对编号。' },
  },
  'rate.program_currency': {
    status: 422,
    title: { en: 'The program counts in this currency already', zh: '该币种就是方案的币种' },
    next: { en: 'Publish rates for other currencies only.', zh: '请只发布其他币种的汇率。' },
  },
  'rate.not_published': {
    status: 422,
    title: { en: 'There is no rate of this currency and day to withdraw', zh: '该币种在该日没有可撤回的汇率' },
    next: { en: 'Check the day in the list of rates.', zh: '请在汇率列表中核对日期。' },
  },
  'job.not_found': {
    status: 404,
    title: { en: 'There is no such job', zh: '没有该任务' },
    next: { en: 'Results are kept for an hour; start it again.', zh: '结果保留一小时;请重新开始。' },
  },
  'request.cursor_invalid': {
    status: 400,
    title: { en: 'The cursor is not one of this list', zh: '游标不属于该列表' },
    next: { en: 'Start from the first page.', zh: '请从第一页开始。' },
  },
} as const;
