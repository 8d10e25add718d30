/** Why a command was not carried out, whatever it would have done. None of these is stored as its answer. */
export const commandErrors = {
  'attribute.locked': {
    status: 409,
    title: { en: 'This attribute may not change yet; nothing was changed', zh: '该属性暂不可变更,未执行' },
    next: {
      en: 'Wait until "mayChangeAt", or ask an administrator, who can change it with a reason.',
      zh: '请在 "mayChangeAt" 之后再改,或由管理员填写原因后修改。',
    },
  },
  'command.key_required': {
    status: 400,
    title: { en: 'This command needs a key', zh: '该操作必须携带幂等键' },
    next: {
      en: 'Send a header Idempotency-Key with a random value, the same one at each retry.',
      zh: '请在请求头 Idempotency-Key 中提供随机值,每次重试使用同一个值。',
    },
  },
  'command.key_reused': {
    status: 409,
    title: { en: 'This key was used for another command', zh: '该幂等键已用于其他操作' },
    next: {
      en: 'Use a new key for a new command; under this key only the first one can be repeated.',
      zh: '新的操作请使用新的幂等键;此键只能用于重试最初的操作。',
    },
  },
  'command.busy': {
    status: 503,
    title: {
      en: 'The member changed too often while this was decided; nothing was done',
      zh: '会员数据变动过于频繁,未执行',
    },
    next: {
      en: 'Send it again with the same key after Retry-After.',
      zh: '请在 Retry-After 之后用同一个幂等键重试。',
    },
  },
  'command.queue_full': {
    status: 429,
    title: { en: 'Too many commands are waiting; nothing was done', zh: '等待处理的操作过多,未执行' },
    next: {
      en: 'Send it again with the same key after Retry-After.',
      zh: '请在 Retry-After 之后用同一个幂等键重试。',
    },
  },
  'command.timed_out': {
    status: 503,
    title: { en: 'The command was not answered in time', zh: '操作未在时限内得到答复' },
    next: {
      en: 'Send it again with the same key after Retry-After: if it was carried out after all, the first answer comes back.',
      zh: '请在 Retry-After 之后用同一个幂等键重试:若其实已执行,将返回最初的结果。',
    },
  },
} as const;
