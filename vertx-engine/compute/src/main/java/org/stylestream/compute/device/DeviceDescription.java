package org.stylestream.compute.device;

/**
 * What a device is.
 *
 * @param id what the user chooses it by, for example {@code cpu}
 * @param name one line for people, with what is really used: processor, threads, kernels
 * @param memoryBytes memory that tensors may take on it, in bytes
 */
public record DeviceDescription(String id, String name, long memoryBytes) {}
