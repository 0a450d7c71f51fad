package org.stylestream.protocol.message;

import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;

/** Asks all engines to announce themselves at once. */
@Meaning("Asks all engines to announce themselves at once.")
public record Discover(
    @Meaning("The protocol's version.") @Range(min = 1, max = 1000) int version) {}
