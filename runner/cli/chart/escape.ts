/** Text as it may stand in HTML and in attributes: captions and names are data. What XML cannot hold is left out. */
export const escapeHtml = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu, '').replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
