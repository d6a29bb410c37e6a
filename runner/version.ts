/** trowel's version; a test holds it equal to package.json. */
export const VERSION = '0.1.0'
/** The digdag version whose behaviour is followed, which REST reports and our client sends. */
export const DIGDAG_VERSION = '0.10.6'
