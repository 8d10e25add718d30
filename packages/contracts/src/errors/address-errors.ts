/** What is wrong with where a request is sent to, before anybody reads what it says. */
export const addressErrors = {
  'request.malformed_url': {
    status: 400,
    title: { en: 'The address is not validly encoded', zh: '地址编码无效' },
    next: {
      en: 'Encode each part of the path as UTF-8 with percent signs, as encodeURIComponent does.',
      zh: '请像 encodeURIComponent 那样，对路径的每一部分按 UTF-8 做百分号编码。',
    },
  },
  'request.url_too_long': {
    status: 414,
    title: { en: 'A part of the address is too long', zh: '地址中有一部分过长' },
    next: { en: 'Check the id in the path.', zh: '请检查路径中的标识。' },
  },
  'request.host_refused': {
    status: 421,
    title: { en: 'This server does not answer under that name', zh: '服务器不以该主机名提供服务' },
    next: {
      en: 'Use the address of the installation; whoever operates it names further ones in PERENNIAL_ALLOWED_HOSTS.',
      zh: '请使用本系统的地址；其他主机名由运维人员在 PERENNIAL_ALLOWED_HOSTS 中列出。',
    },
  },
} as const;
