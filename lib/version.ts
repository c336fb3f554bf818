/** Of this package; a test compares it with package.json, which a JSON import would read with a warning on Node 20. */
export const VERSION = "0.1.0";
