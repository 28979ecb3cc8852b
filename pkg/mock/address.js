/** Where a server around the mock writes the address of the caller, which the whitelist of a platform is about. */
export const ADDRESS_HEADER = "x-mock-client-address";
