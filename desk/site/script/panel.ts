export function panel(_ctx: import("./context").EditorContext) {}
