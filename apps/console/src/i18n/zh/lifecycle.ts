export const lifecycle = {}
