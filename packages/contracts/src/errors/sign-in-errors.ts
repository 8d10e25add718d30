import { entry, text, type ErrorEntry } from './entry.ts';

const passkeyErrors = {
  'passkey.address_needed': entry(
    409,
    text('Passkeys need an address with a name', '通行密钥需要带域名的访问地址'),
    text(
      'Set PERENNIAL_PUBLIC_URL to the https address that people open, with a name and no digits; http is enough for localhost.',
      '请将 PERENNIAL_PUBLIC_URL 设为用户访问的 https 域名地址（不能是 IP 地址；localhost 可用 http）。',
    ),
  ),
  'passkey.known': entry(
    409,
    text('This passkey is set up already', '该通行密钥已设置'),
    text('Look at the list of second factors.', '请查看第二验证因素列表。'),
  ),
  'auth.passkey_refused': entry(
    401,
    text('This passkey was not accepted', '通行密钥未通过验证'),
    text(
      'Begin again. If it goes on, sign in another way, and set the passkey up anew.',
      '请重新开始。若仍失败，请用其他方式登录，并重新设置通行密钥。',
    ),
  ),
  'auth.passkey_copied': entry(
    401,
    text('This passkey was used elsewhere since, so it may have been copied', '该通行密钥曾在别处使用，可能已被复制'),
    text(
      'Sign in another way, remove the passkey, and set up another one.',
      '请用其他方式登录，移除该通行密钥并重新设置。',
    ),
  ),
} as const satisfies Record<string, ErrorEntry>;

const askAdministrator = text('Ask an administrator.', '请联系管理员。');

/** What can go wrong with a company's provider. */
const providerErrors = {
  'auth.provider_only': entry(
    403,
    text('People sign in by the provider of the company here', '此系统仅允许通过企业身份提供方登录'),
    text('Use the button of the provider on the sign-in page.', '请在登录页使用身份提供方按钮。'),
  ),
  'provider.none': entry(
    404,
    text('This installation has no provider to sign in by', '此系统未配置身份提供方'),
    text('Sign in another way; how to set one up stands in the documentation.', '请用其他方式登录；配置方法见文档。'),
  ),
  'provider.unavailable': entry(
    503,
    text('The provider does not answer as it should', '身份提供方没有正常响应'),
    text(
      'Try again in a minute; "perennial doctor" says what is wrong.',
      '请稍后重试；可运行 perennial doctor 查看原因。',
    ),
  ),
  'provider.refused_us': entry(
    401,
    text('The provider does not accept this installation', '身份提供方不接受此系统'),
    text(
      'Ask an administrator to check client id, secret and return address at the provider.',
      '请管理员核对身份提供方处的客户端编号、密钥与回调地址。',
    ),
  ),
  'provider.declined': entry(
    401,
    text('The provider did not let you in', '身份提供方未允许登录'),
    text('Begin again, and agree to what the provider asks.', '请重新开始，并同意身份提供方的请求。'),
  ),
  'provider.visit_expired': entry(
    401,
    text(
      'This sign-in was finished before, took too long, or began in another browser',
      '该登录已完成、已超时，或由其他浏览器发起',
    ),
    text('Begin again on the sign-in page.', '请在登录页重新开始。'),
  ),
  'provider.answer_invalid': entry(
    401,
    text('What came back from the provider could not be trusted', '身份提供方返回的内容不可信'),
    text(
      'Begin again on the sign-in page; if it goes on, ask an administrator.',
      '请在登录页重新开始；若仍失败，请联系管理员。',
    ),
  ),
  'provider.clock': entry(
    401,
    text('The clocks of this server and of the provider differ', '本服务器与身份提供方的时间不一致'),
    text('Ask an administrator to set the clock of the server right.', '请管理员校准服务器时间。'),
  ),
  'provider.not_invited': entry(
    403,
    text('There is no account for you here', '此系统中没有您的账户'),
    text(
      'Ask an administrator for an account. If you have one, sign in to it another way, and link it on the page of your account.',
      '请向管理员申请账户。若已有账户，请用其他方式登录后在账户页面关联。',
    ),
  ),
  'provider.email_taken': entry(
    409,
    text('Your e-mail address has an account here that is not linked', '您的邮箱已有账户，但尚未关联'),
    text('Sign in to it as before, and link it on the page of your account.', '请按原方式登录，然后在账户页面关联。'),
  ),
  'provider.email_refused': entry(
    403,
    text('Your e-mail address is not one of those that are let in', '您的邮箱不在允许范围内'),
    askAdministrator,
  ),
  'provider.email_unverified': entry(
    403,
    text('The provider does not vouch for your e-mail address', '身份提供方未验证您的邮箱'),
    askAdministrator,
  ),
  'provider.role_missing': entry(
    403,
    text('The provider names no role of yours here', '身份提供方未给您分配角色'),
    text('Ask whoever manages the groups of your company.', '请联系贵公司的用户组管理员。'),
  ),
  'provider.account_disabled': entry(403, text('Your account is disabled', '您的账户已停用'), askAdministrator),
  'provider.identity_taken': entry(
    409,
    text('The provider knows you under another account of this installation', '该身份已关联到另一个账户'),
    text('Sign in to that account, or unlink it there first.', '请登录该账户，或先在其中取消关联。'),
  ),
  'provider.other_person': entry(
    403,
    text('Somebody else signed in at the provider', '在身份提供方登录的是另一个人'),
    text('Sign in there with your own account.', '请使用您自己的账户登录。'),
  ),
  'provider.not_fresh': entry(
    403,
    text('The provider did not ask you again who you are', '身份提供方没有重新验证您的身份'),
    text('Confirm by password, code or passkey, or sign out and in.', '请用密码、验证码或通行密钥确认，或重新登录。'),
  ),
  'provider.identity_not_found': entry(
    404,
    text('Your account is not linked to this', '您的账户没有该关联'),
    text('Look at the list on the page of your account.', '请查看账户页面中的列表。'),
  ),
} as const satisfies Record<string, ErrorEntry>;

/** What is refused on the ways in beside password and code. */
export const signInErrors = { ...passkeyErrors, ...providerErrors } as const;
