package org.stylestream.compute.run;

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
public final class JobDigest {
  private static final int CHUNK = 1 << 14;

  private final MessageDigest digest;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES);

  public JobDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Adds what can be said in words. */
  public JobDigest add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return this;
  }

  /** Adds a plane, where there is one. */
  public JobDigest add(String name, Optional<Plane> plane) {
    plane.ifPresent(
        present -> {
          add(name + " " + present.width() + "x" + present.height());
          add(present.values());
        });
    return this;
  }

  /** Adds an image. */
  public JobDigest add(Image image) {
    add(image.width() + "x" + image.height());
    add(image.pixels());
    return this;
  }

  /** Adds a network. */
  public JobDigest add(NetworkWeights weights) {
    add(weights.topology().toString());
    weights.kernels().forEach(this::add);
    weights.biases().forEach(this::add);
    return this;
  }

  /** SHA-256 of all that was added, in hexadecimal; nothing can be added after that. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
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
