/** The group of those who administrate a testbed, in a directory of its own. */
export const ADMINS_GROUP = "platform-admins";

/** The group of those who see what the whole consortium sees. */
export const GUESTS_GROUP = "guests";
