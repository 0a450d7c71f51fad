package org.stylestream.compute.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.network.NetworkWeights;

/**
 * A digest of everything that determines a run's trajectory on one device: a checkpoint is resumed
 * only by its job.
 */
final class JobDigest {
  private static final int CHUNK = 1 << 14;

  private final MessageDigest digest;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES);

  private JobDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** SHA-256 in hexadecimal. */
  static String of(StyleTransferJob job, NetworkWeights weights) {
    JobDigest digest = new JobDigest();
    digest.add(job.preset().toString());
    digest.add(Long.toString(job.seed()));
    digest.add(job.content());
    for (StyleImage style : job.styles()) {
      digest.add(Double.toString(style.weight()));
      digest.add(Double.toString(style.scale()));
      digest.add(style.image());
      digest.add("region", style.region());
      digest.add("mask", style.mask());
    }
    job.initial().ifPresent(digest::add);
    job.colour().ifPresent(colour -> digest.add(colour.name()));
    digest.add(weights.topology().toString());
    weights.kernels().forEach(digest::add);
    weights.biases().forEach(digest::add);
    return HexFormat.of().formatHex(digest.digest.digest());
  }

  private void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private void add(String name, Optional<Plane> plane) {
    plane.ifPresent(
        present -> {
          add(name + " " + present.width() + "x" + present.height());
          add(present.values());
        });
  }

  private void add(Image image) {
    add(image.width() + "x" + image.height());
    add(image.pixels());
  }

  private void add(float[] values) {
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      buffer.clear();
      buffer.asFloatBuffer().put(values, from, count);
      digest.update(buffer.array(), 0, count * Float.BYTES);
    }
  }
}
