// The way back from one of a list leads to the list as it was left: searched, filtered, sorted.
const queries = new Map();

/** Remembers the parameters of a list. */
export const leaveList = (search, list = "services") => queries.set(list, search);

/** Address of a list as it was left. */
export const lastList = (list = "services") => `/ui/${list}${queries.get(list) ?? ""}`;
