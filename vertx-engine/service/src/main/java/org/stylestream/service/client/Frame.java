package org.stylestream.service.client;

import org.stylestream.protocol.event.FrameReference;

/**
 * A frame that has come whole.
 *
 * @param reference its shape and elements
 * @param bytes row by row, little-endian; not copied
 */
public record Frame(FrameReference reference, byte[] bytes) {}
