package org.stylestream.compute.dream;

import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.preset.DreamSettings;

/**
 * A Deep Dream to run.
 *
 * @param content the image to dream on
 * @param settings what to do with it
 * @param guide an image whose features are dreamt of, instead of those that are there already
 * @param seed of the jitter
 */
public record DeepDreamJob(
    Image content, DreamSettings settings, Optional<Image> guide, long seed) {}
