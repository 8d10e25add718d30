/** Leads each reader to the first page that her role includes. */
export const homePath = '/';
