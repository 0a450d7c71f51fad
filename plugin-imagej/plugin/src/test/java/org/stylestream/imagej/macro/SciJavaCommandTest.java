package org.stylestream.imagej.macro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.measure.ResultsTable;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.Context;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.plugin.Parameter;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.features.FeatureMaps;
import org.stylestream.compute.features.LayerMaps;
import org.stylestream.imagej.entry.BatchFolderCommand;
import org.stylestream.imagej.entry.ContentReconstructionCommand;
import org.stylestream.imagej.entry.DeepDreamCommand;
import org.stylestream.imagej.entry.EnginesCommand;
import org.stylestream.imagej.entry.FeatureMapsCommand;
import org.stylestream.imagej.entry.FrontEndCommand;
import org.stylestream.imagej.entry.SequenceCommand;
import org.stylestream.imagej.entry.StyleTransferCommand;
import org.stylestream.imagej.entry.TextureSynthesisCommand;
import org.stylestream.imagej.options.BatchFolderOptions;
import org.stylestream.imagej.options.ContentReconstructionOptions;
import org.stylestream.imagej.options.DeepDreamOptions;
import org.stylestream.imagej.options.EngineOptions;
import org.stylestream.imagej.options.FeatureMapsOptions;
import org.stylestream.imagej.options.Option;
import org.stylestream.imagej.options.OptionTable;
import org.stylestream.imagej.options.SequenceOptions;
import org.stylestream.imagej.options.StyleTransferOptions;
import org.stylestream.imagej.options.TextureSynthesisOptions;
import org.stylestream.imagej.picture.DisplayedImage;
import org.stylestream.imagej.testing.TestEngine;

/** The commands in a bare SciJava context, as scripts and programs have them. */
class SciJavaCommandTest {
  private static Context context;

  @BeforeAll
  static void open() {
    context = new Context(CommandService.class);
  }

  @AfterAll
  static void close() {
    context.dispose();
  }

  private static CommandModule run(Class<? extends Command> command, Object... inputs)
      throws Exception {
    return context.service(CommandService.class).run(command, true, inputs).get();
  }

  private static ImagePlus picture(int width, int height) {
    return IJ.createImage("picture", "RGB ramp", width, height, 1);
  }

  @Test
  void imagesMayBeObjectsAndNumbersNumbers() throws Exception {
    CommandModule module =
        run(
            StyleTransferCommand.class,
            "content",
            picture(40, 30),
            "styles",
            picture(30, 30),
            "size",
            32,
            "iterations",
            4,
            "keepEvery",
            "2",
            "plot",
            false);

    ImagePlus output = (ImagePlus) module.getOutput("output");
    ResultsTable losses = (ResultsTable) module.getOutput("losses");
    assertThat(module.isCanceled()).as(module.getCancelReason()).isFalse();
    assertThat(output.getStackSize()).isEqualTo(4);
    assertThat(output.getWidth()).isEqualTo(32);
    assertThat(losses.size()).isEqualTo(5);
    assertThat(
            losses.getValue("content", 4) + losses.getValue("style", 4) + losses.getValue("tv", 4))
        .isCloseTo(losses.getValue("Loss", 4), withinPercentage(1e-6));
  }

  @Test
  void imagesMayBePaths(@TempDir Path folder) throws Exception {
    String file = folder.resolve("a picture.png").toString();
    new FileSaver(picture(40, 30)).saveAsPng(file);

    CommandModule module =
        run(
            StyleTransferCommand.class,
            "content",
            file,
            "styles",
            file,
            "size",
            "native",
            "iterations",
            1,
            "result",
            "image");

    assertThat(((ImagePlus) module.getOutput("output")).getStackSize()).isEqualTo(1);
  }

  @Test
  void whatCantBeIsTheReasonOfTheCancel() throws Exception {
    CommandModule module =
        run(StyleTransferCommand.class, "content", picture(9, 9), "iterations", "abc");

    assertThat(module.isCanceled()).isTrue();
    assertThat(module.getCancelReason())
        .startsWith("iterations=abc can't be: it must be a whole number");
  }

  @Test
  void aFolderIsPainted(@TempDir Path folder) throws Exception {
    Path in = folder.resolve("in");
    assertThat(in.toFile().mkdir()).isTrue();
    new FileSaver(picture(40, 30)).saveAsPng(in.resolve("one.png").toString());

    CommandModule module =
        run(
            BatchFolderCommand.class,
            "inputFolder",
            in.toFile(),
            "outputFolder",
            folder.resolve("out").toFile(),
            "styles",
            picture(20, 20),
            "size",
            24,
            "iterations",
            1);

    assertThat(module.isCanceled()).as(module.getCancelReason()).isFalse();
    assertThat(folder.resolve("out").resolve("one.tif")).exists();
  }

  /** Against the network itself, which knows no engine. */
  @Test
  void featureMapsAreWhatTheNetworkAnswers() throws Exception {
    ImagePlus picture = picture(48, 32);
    List<LayerMaps> maps = new ArrayList<>();
    DeviceProvider provider = ServiceLoader.load(DeviceProvider.class).findFirst().orElseThrow();
    try (Device device = provider.open(provider.ids().get(0), new DeviceOptions(1))) {
      FeatureMaps wish = new FeatureMaps(List.of("block2_conv1"), List.of(1, 4));
      wish.measure(
          device,
          TestEngine.tinyNetworks().load("tiny").weights(),
          DisplayedImage.current(picture).image(),
          maps::add,
          Cancellation.NEVER);
    }

    CommandModule module =
        run(
            FeatureMapsCommand.class,
            "content",
            picture,
            "layers",
            "conv2_1",
            "filters",
            "4,1",
            "size",
            "native");

    ImagePlus output = (ImagePlus) module.getOutput("output");
    assertThat(module.isCanceled()).as(module.getCancelReason()).isFalse();
    assertThat(output.getStack().getPixels(1)).isEqualTo(maps.get(0).map(0));
    assertThat(output.getStack().getPixels(2)).isEqualTo(maps.get(0).map(1));
    assertThat(maps.get(0).map(1)).isNotEqualTo(maps.get(0).map(0));
  }

  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of(StyleTransferCommand.class, StyleTransferOptions.TABLE),
        Arguments.of(SequenceCommand.class, SequenceOptions.TABLE),
        Arguments.of(BatchFolderCommand.class, BatchFolderOptions.TABLE),
        Arguments.of(DeepDreamCommand.class, DeepDreamOptions.TABLE),
        Arguments.of(ContentReconstructionCommand.class, ContentReconstructionOptions.TABLE),
        Arguments.of(TextureSynthesisCommand.class, TextureSynthesisOptions.TABLE),
        Arguments.of(FeatureMapsCommand.class, FeatureMapsOptions.TABLE),
        Arguments.of(EnginesCommand.class, EngineOptions.TABLE));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void inputsAreTheOptions(Class<?> command, OptionTable table) {
    List<String> inputs =
        Stream.<Class<?>>iterate(
                command, type -> type != FrontEndCommand.class, Class::getSuperclass)
            .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
            .filter(field -> type(field) == ItemIO.INPUT)
            .map(Field::getName)
            .toList();

    assertThat(inputs)
        .containsExactlyInAnyOrderElementsOf(table.options().stream().map(Option::key).toList());
  }

  private static ItemIO type(Field field) {
    return field.getAnnotation(Parameter.class).type();
  }
}
