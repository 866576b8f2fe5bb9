// The modules that offer element templates in the menus.
import { CreateAppendElementTemplatesModule } from "bpmn-js-create-append-anything";
import { CloudElementTemplatesCoreModule } from "bpmn-js-element-templates";

export { buildTemplates } from "./build.js";
export const templateModules = [CloudElementTemplatesCoreModule, CreateAppendElementTemplatesModule];
