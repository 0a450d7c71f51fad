package org.stylestream.compute.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.optimizer.Moments;

/** CRC-32C (RFC 3720, appendix B.4) of a checkpoint, whatever file it is in. */
final class CheckpointChecksum {
  private static final int BUFFER_BYTES = 1 << 16;

  private final CRC32C checksum = new CRC32C();
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private CheckpointChecksum() {}

  /** In eight hexadecimal digits. */
  static String of(Checkpoint checkpoint) {
    CheckpointChecksum sum = new CheckpointChecksum();
    sum.add(checkpoint);
    return HexFormat.of().toHexDigits((int) sum.checksum.getValue());
  }

  private void add(Checkpoint checkpoint) {
    add(checkpoint.stage(), checkpoint.evaluations(), checkpoint.seconds());
    add(checkpoint.image().height(), checkpoint.image().width());
    add(checkpoint.image().pixels());
    checkpoint.losses().forEach(this::add);
    checkpoint.progress().ifPresent(this::add);
    checkpoint.learnt().ifPresent(this::add);
    new TreeMap<>(checkpoint.metadata())
        .forEach(
            (key, value) -> {
              add(key);
              add(value);
            });
  }

  private void add(Loss loss) {
    add(loss.total());
    for (Loss.Term term : loss.terms()) {
      add(term.name());
      add(term.value());
    }
  }

  private void add(Checkpoint.Progress progress) {
    add(progress.iterations(), progress.startLoss());
    add(progress.optimizer().optimizer());
    for (String tensor : new TreeSet<>(progress.optimizer().tensors().keySet())) {
      add(tensor);
      add(progress.optimizer().tensor(tensor));
    }
    for (Map.Entry<String, double[]> number :
        new TreeMap<>(progress.optimizer().numbers()).entrySet()) {
      add(number.getKey());
      add(number.getValue());
    }
  }

  private void add(Moments moments) {
    add(moments.steps());
    add(moments.mean());
    add(moments.meanSquare());
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    checksum.update(bytes);
  }

  private void add(double... values) {
    for (double value : values) {
      checksum.update(buffer.clear().putDouble(value).flip());
    }
  }

  private void add(float[] values) {
    int step = BUFFER_BYTES / Float.BYTES;
    for (int first = 0; first < values.length; first += step) {
      int count = Math.min(step, values.length - first);
      buffer.clear().asFloatBuffer().put(values, first, count);
      checksum.update(buffer.limit(count * Float.BYTES));
    }
  }
}
