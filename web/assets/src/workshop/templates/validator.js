// Replaces the validator of element templates: a test checks ours (build.js) with the real one, so loading its
// schema of 600 kB in the page would find nothing.
const VERSION = "999.0.0";

export const getSchemaVersion = () => VERSION;
export const getZeebeSchemaVersion = () => VERSION;
export const getZeebeSchemaPackage = () => "@camunda/zeebe-element-templates-json-schema";
export const validate = () => ({ valid: true, errors: [] });
export const validateZeebe = validate;
export const validateAll = validate;
export const validateAllZeebe = validate;
