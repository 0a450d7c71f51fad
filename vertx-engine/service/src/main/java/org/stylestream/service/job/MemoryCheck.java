package org.stylestream.service.job;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.preset.PresetOverrides;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.transfer.StyleTransfer;
import org.stylestream.protocol.message.Fault;

/**
 * Refuses a style transfer that can't fit into memory, before it begins.
 *
 * @param content size of the content image
 * @param styles of the style images
 */
public record MemoryCheck(
    Device device,
    NetworkTopology topology,
    StylePreset preset,
    SizeRule.Size content,
    List<StyleTransfer.StyleSize> styles) {
  private static final double GIGABYTE = 1e9;

  public MemoryCheck {
    styles = List.copyOf(styles);
  }

  /**
   * Compares what is needed to what there is.
   *
   * @param available bytes that the run may take
   * @param names what the size is called
   * @throws JobFaultException that says what is needed, what there is, and which size would fit
   */
  public void require(long available, ChangeNames names) {
    long needed = needed(preset);
    if (needed <= available) {
      return;
    }
    SizeRule.Size size = preset.size().apply(content.height(), content.width());
    throw JobFaultException.of(
        Fault.Code.TOO_LARGE,
        "%d×%d needs about %s of memory and %s can be had; %s"
            .formatted(
                size.width(),
                size.height(),
                words(needed),
                words(available),
                advice(available, Math.max(size.width(), size.height()), names)));
  }

  private long needed(StylePreset changed) {
    return StyleTransfer.memoryNeeded(device, topology, changed, content, styles);
  }

  private static String words(long bytes) {
    return bytes < GIGABYTE
        ? "%d MB".formatted(Math.round(bytes / 1e6))
        : String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
  }

  private String advice(long available, int tooLong, ChangeNames names) {
    int fits = StyleTransfer.SMALLEST_SIDE - 1;
    int tooMuch = tooLong;
    while (tooMuch - fits > 1) {
      int middle = (fits + tooMuch) >>> 1;
      if (needed(resized(middle)) <= available) {
        fits = middle;
      } else {
        tooMuch = middle;
      }
    }
    return fits < StyleTransfer.SMALLEST_SIDE
        ? "give the program more, or take the network vgg19-lite"
        : "%s %d would fit".formatted(names.size(), fits);
  }

  private StylePreset resized(int longSide) {
    return new PresetOverrides(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new SizeRule.LongSide(longSide)),
            OptionalInt.empty())
        .apply(preset);
  }
}
