// The parts of a page that not every report has: a page carries the code of the tabs that it shows, and no more.

/** Views of such tabs: each module adds its own. */
/** @type {(new (page: Document, spec: any, data: any, tools: any) => { update: (state: any) => void })[]} */
export const parts = [];

/** What shows examples as pictures, beside their table or in its place. */
/** @type {(new (examples: any, change: any) => { draw: () => void })[]} */
export const galleries = [];

/** What a page that compares models adds to its tables; nothing on others. */
/** @type {Partial<Comparison>} */
export const comparison = {};
