package org.stylestream.compute.store;

import java.util.Optional;

/**
 * A network that has a name, and whether it is there.
 *
 * @param name what the user asks for it by
 * @param found where it is, if it is anywhere
 * @param bytes size of its file: that of the file found, else of the one published
 * @param howToGet one sentence that says how to get it; empty where it is there
 */
public record KnownNetwork(
    String name, Optional<ResolvedNetwork> found, long bytes, Optional<String> howToGet) {}
