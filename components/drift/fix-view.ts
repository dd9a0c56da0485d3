/** What the card of a fix shows, in the order of its switch. */
export const fixViews = ["before", "change", "after", "undo", "online", "code"] as const;

export type FixView = (typeof fixViews)[number];

export const fixViewLabels: { readonly [V in FixView]: string } = {
  change: "Change",
  before: "Before",
  after: "After",
  undo: "Undo",
  online: "Online form",
  code: "Change the code",
};
