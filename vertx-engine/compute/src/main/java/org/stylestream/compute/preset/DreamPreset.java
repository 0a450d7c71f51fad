package org.stylestream.compute.preset;

/**
 * A recipe for Deep Dream.
 *
 * @param id what the user names it by
 * @param summary one line for people
 * @param source where its constants come from
 */
public record DreamPreset(String id, String summary, String source, DreamSettings settings) {}
