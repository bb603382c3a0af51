/** The browser's extension API: Firefox calls it `browser`, Chromium `chrome`; both answer with promises. */
export const api: typeof chrome = (globalThis as { browser?: typeof chrome }).browser ?? chrome

/** Which browser this is, as the app shows it. */
export const BROWSER = 'browser' in globalThis && /firefox/i.test(navigator.userAgent) ? 'Firefox' : 'Chromium'

export const VERSION = api.runtime.getManifest().version
