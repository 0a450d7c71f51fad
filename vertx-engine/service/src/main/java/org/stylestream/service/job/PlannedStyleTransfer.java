package org.stylestream.service.job;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.transfer.StyleImage;
import org.stylestream.compute.transfer.StyleTransfer;
import org.stylestream.compute.transfer.StyleTransferJob;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.FrameReference;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.protocol.job.StyleTransferRequest;
import org.stylestream.protocol.message.Fault;

/** A style transfer that was looked through. */
final class PlannedStyleTransfer implements PlannedJob {
  private final StyleTransferRequest request;
  private final StylePreset preset;
  private final NetworkCatalogue.Loaded network;
  private final SizeRule.Size size;

  private PlannedStyleTransfer(
      StyleTransferRequest request, StylePreset preset, NetworkCatalogue.Loaded network) {
    this.request = request;
    this.preset = preset;
    this.network = network;
    this.size = preset.size().apply(request.content().height(), request.content().width());
  }

  /**
   * Looks a request through.
   *
   * @throws JobFaultException if preset, changes, network and sizes don't go together
   */
  static PlannedStyleTransfer of(
      StyleTransferRequest request, Delivery delivery, NetworkCatalogue.Loaded network) {
    PlannedStyleTransfer planned =
        new PlannedStyleTransfer(request, changed(published(request), request), network);
    planned.check(delivery);
    return planned;
  }

  private static StylePreset published(StyleTransferRequest request) {
    try {
      return Presets.named(request.preset());
    } catch (IllegalArgumentException e) {
      throw new JobFaultException(
          new Fault(Fault.Code.UNSUPPORTED, e.getMessage(), Optional.of("request.preset")), e);
    }
  }

  private static StylePreset changed(StylePreset preset, StyleTransferRequest request) {
    try {
      return new PresetChangesMapping(ChangeNames.WIRE)
          .apply(preset, request.changes(), sizeOf(request.content()));
    } catch (IllegalArgumentException e) {
      throw JobFaultException.invalid("request.changes", e);
    }
  }

  private void check(Delivery delivery) {
    try {
      StyleTransfer.check(network.weights().topology(), preset, sizeOf(request.content()));
    } catch (IllegalArgumentException e) {
      throw JobFaultException.invalid("request.changes", e);
    }
    try {
      frame(delivery.keptDatatype());
      frame(delivery.resultDatatype());
    } catch (IllegalArgumentException e) {
      throw JobFaultException.of(
          Fault.Code.TOO_LARGE, "the result can't be sent: " + e.getMessage());
    }
    if (Math.max(size.height(), size.width()) > Limits.LONGEST_SIDE) {
      throw JobFaultException.of(
          Fault.Code.TOO_LARGE,
          "the result would be %d×%d; its sides may have at most %d pixels"
              .formatted(size.width(), size.height(), Limits.LONGEST_SIDE));
    }
  }

  private static SizeRule.Size sizeOf(ImageDescription image) {
    return new SizeRule.Size(image.height(), image.width());
  }

  private FrameReference frame(Datatype datatype) {
    return new FrameReference(size.height(), size.width(), Image.CHANNELS, datatype);
  }

  @Override
  public int iterations() {
    return preset.iterations();
  }

  @Override
  public void requireRoom(Device device) {
    memory(device)
        .require(AvailableMemory.atMost(device.description(), network.weights()), ChangeNames.WIRE);
  }

  private MemoryCheck memory(Device device) {
    List<SizeRule.Size> styles =
        request.styles().stream().map(style -> sizeOf(style.image())).toList();
    return new MemoryCheck(
        device, network.weights().topology(), preset, sizeOf(request.content()), styles);
  }

  @Override
  public JobEnding run(JobRun run) {
    StyleTransferJob job = job(run.images());
    long available =
        AvailableMemory.now(run.device().description(), network.weights(), pictureBytes());
    memory(run.device()).require(available, ChangeNames.WIRE);
    return new StyleTransferRun(run, job, network, size, available).run();
  }

  private long pictureBytes() {
    return request.images().stream()
        .mapToLong(image -> (long) image.height() * image.width() * Image.CHANNELS * Float.BYTES)
        .sum();
  }

  private StyleTransferJob job(JobImages images) {
    return new StyleTransferJob(
        image(images, request.content()),
        request.styles().stream().map(style -> style(images, style)).toList(),
        preset,
        request.initial().map(initial -> image(images, initial)),
        request.seed());
  }

  private static StyleImage style(JobImages images, StyleReference style) {
    return new StyleImage(image(images, style.image()), style.weight());
  }

  private static Image image(JobImages images, ImageDescription described) {
    try {
      return ImageCodec.decode(
          images.read(described.sha256()),
          described.height(),
          described.width(),
          described.datatype());
    } catch (IOException e) {
      throw new JobFaultException(
          Fault.of(
              Fault.Code.STORAGE,
              "an uploaded image can't be read on the engine: %s".formatted(e.getMessage())),
          e);
    } catch (IllegalArgumentException e) {
      throw new JobFaultException(Fault.of(Fault.Code.DAMAGED, e.getMessage()), e);
    }
  }
}
