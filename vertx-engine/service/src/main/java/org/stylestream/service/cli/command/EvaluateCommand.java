package org.stylestream.service.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.tensor.SafetensorsWriter;
import org.stylestream.compute.tensor.Tensor;
import org.stylestream.compute.transfer.StyleEvaluation;
import org.stylestream.compute.transfer.StyleTransfer;
import org.stylestream.compute.transfer.StyleTransferJob;
import org.stylestream.service.cli.option.DeviceChoice;
import org.stylestream.service.cli.option.ImageFile;
import org.stylestream.service.cli.option.InputPictures;
import org.stylestream.service.cli.option.NetworkOptions;
import org.stylestream.service.cli.option.PresetOptions;
import org.stylestream.service.cli.option.StyledPictures;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.JsonLine;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.RunFailedException;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.job.LossReports;
import org.stylestream.service.job.NetworkCatalogue;
import org.stylestream.service.picture.OutputCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a preset's loss and gradient at an image. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = {
      "Computes loss and gradient at an image and optimises nothing: to check this program against"
          + " another. Sizes are taken as they are.",
    },
    footer = {
      "",
      "For example: stylestream evaluate photo.png painting.png --at photo.png --preset gatys"
          + " --gradient gradient.safetensors --json"
    })
public final class EvaluateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private StyledPictures styled;

  @Option(
      names = "--at",
      required = true,
      paramLabel = "FILE",
      description =
          "The image: a picture, or a safetensors file with one tensor, H×W×3 on 0–255 (F32, F64 or"
              + " U8). It has the content picture's size.")
  private Path at;

  @Option(
      names = "--gradient",
      paramLabel = "FILE",
      description =
          "Write ∂loss/∂pixel here: safetensors, H×W×3 float32, pixels on 0–255, named gradient.")
  private Optional<Path> gradient;

  @Option(
      names = "--by-term",
      description = "One gradient a term instead: gradient/content, gradient/style, gradient/tv.")
  private boolean byTerm;

  @Mixin private PresetOptions presetOptions;

  @Mixin private NetworkOptions networkOptions;
  @Mixin private DeviceChoice deviceChoice;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  public EvaluateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    StylePreset preset =
        presetOptions.apply(presetOptions.changes(Optional.of(new SizeRule.Native())));
    checkPaths();
    InputPictures pictures = styled.read(Optional.empty());
    Image image = BadInputException.refusing(() -> ImageFile.read(at));
    StyleTransferJob job =
        new StyleTransferJob(
            pictures.content().image(), pictures.styleImages(), preset, Optional.empty(), 0);
    Progress progress = Progress.in(surroundings, json);
    pictures.notes().forEach(progress::say);
    try (DeviceChain devices = deviceChoice.open()) {
      Device device = devices.first();
      NetworkCatalogue.Loaded network = networkOptions.find(surroundings, progress).load();
      network.note().ifPresent(progress::say);
      StyleEvaluation evaluation =
          BadInputException.refusing(
              () -> {
                StyleTransfer.check(network.weights().topology(), job);
                return StyleEvaluation.of(
                    device, network.weights(), job, image, byTerm, surroundings.cancellation());
              });
      gradient.ifPresent(path -> write(path, evaluation.gradients(), image));
      tell(device.description(), network, preset, image, evaluation.loss());
    }
    return ExitCode.DONE;
  }

  private void checkPaths() {
    DistinctPaths paths = styled.paths();
    paths.addInput("--at", at);
    gradient.ifPresent(path -> paths.add("--gradient", path));
    BadInputException.refusing(
        () -> {
          if (gradient.isPresent()) {
            OutputCheck.file(gradient.get());
          }
          return gradient;
        });
  }

  private static void write(Path path, Map<String, float[]> gradients, Image image) {
    List<Tensor> tensors =
        gradients.entrySet().stream()
            .map(
                entry ->
                    Tensor.of(entry.getKey(), entry.getValue(), image.height(), image.width(), 3))
            .toList();
    try {
      SafetensorsWriter.write(path, Map.of(), tensors);
    } catch (IOException e) {
      throw new RunFailedException(
          "the gradient can't be written to %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  private void tell(
      DeviceDescription device,
      NetworkCatalogue.Loaded network,
      StylePreset preset,
      Image image,
      Loss loss) {
    if (json) {
      surroundings
          .out()
          .println(JsonLine.of(line -> write(line, device, network, preset, image, loss)));
      return;
    }
    surroundings.out().println("total %s".formatted(loss.total()));
    loss.terms().forEach(term -> surroundings.out().println(term.name() + " " + term.value()));
    gradient.ifPresent(surroundings.out()::println);
  }

  private void write(
      JsonGenerator line,
      DeviceDescription device,
      NetworkCatalogue.Loaded network,
      StylePreset preset,
      Image image,
      Loss loss)
      throws IOException {
    JsonLine.loss(line, loss.total(), LossReports.of(loss).terms());
    JsonLine.device(line, device.id(), device.name());
    JsonLine.network(line, network.weights().name(), network.origin());
    line.writeStringField("preset", preset.id());
    JsonLine.size(line, image.height(), image.width());
    if (gradient.isPresent()) {
      line.writeStringField("gradient", gradient.get().toString());
    }
  }
}
