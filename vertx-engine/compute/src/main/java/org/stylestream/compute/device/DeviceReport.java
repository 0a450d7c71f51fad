package org.stylestream.compute.device;

/**
 * Whether a device can be used.
 *
 * @param id what the user chooses it by
 * @param usable whether it could be opened
 * @param text what it is; or in one sentence why it can't be used, and what would help
 */
public record DeviceReport(String id, boolean usable, String text) {}
