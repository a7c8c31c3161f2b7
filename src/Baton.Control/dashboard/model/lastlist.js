// The way back from a service leads to the list as it was left: searched, filtered, sorted.
let query = "";

/** Remembers the parameters of the list. */
export const leaveList = (search) => (query = search);

/** Address of the list as it was left. */
export const lastList = () => `/ui/services${query}`;
