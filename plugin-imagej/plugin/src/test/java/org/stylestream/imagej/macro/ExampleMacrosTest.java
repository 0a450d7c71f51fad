package org.stylestream.imagej.macro;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.imagej.testing.Macros;

/** The macros of the examples, as they are. */
class ExampleMacrosTest {
  private static final Path EXAMPLES = Path.of("..", "..", "examples").toAbsolutePath().normalize();
  private static final Path PICTURES = EXAMPLES.resolve("pictures");

  @BeforeAll
  static void addCommands() {
    Macros.addCommands();
  }

  private static void run(String name, Object argument) {
    IJ.runMacroFile(EXAMPLES.resolve("macros").resolve(name).toString(), argument.toString());
  }

  @Test
  void aPhotographIsPainted() {
    run("style_transfer.ijm", PICTURES);

    ImagePlus result = WindowManager.getCurrentImage();
    assertThat(result.getTitle()).isEqualTo("chenonceau-styled");
    assertThat(result.getStackSize()).isEqualTo(10);
  }

  @Test
  void twoStylesAreBlended(@TempDir Path folder) {
    run("two_styles_to_gif.ijm", PICTURES + "|" + folder);

    assertThat(IJ.openImage(folder.resolve("growing.tif").toString()).getStackSize()).isEqualTo(12);
    assertThat(folder.resolve("growing.gif")).isNotEmptyFile();
  }

  @Test
  void aSelectionIsPainted() {
    run("selection.ijm", PICTURES);

    ImagePlus result = WindowManager.getCurrentImage();
    ImagePlus before = IJ.openImage(PICTURES.resolve("neuschwanstein.jpg").toString());
    assertThat(result.getTitle()).isEqualTo("neuschwanstein-styled");
    assertThat(result.getProcessor().get(1, 1) & 0xffffff)
        .isEqualTo(before.getProcessor().get(1, 1) & 0xffffff);
  }

  @Test
  void twoStylesGoWhereTheyAreMeantTo() {
    run("masks.ijm", PICTURES);

    ImagePlus result = WindowManager.getCurrentImage();
    assertThat(result.getTitle()).startsWith("neuschwanstein-styled");
    assertThat(result.getWidth()).isEqualTo(160);
  }

  @Test
  void weightsAreCompared(@TempDir Path folder) {
    run("weights.ijm", PICTURES + "|" + folder);

    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "style weight 10.tif", "style weight 100.tif", "style weight 1000.tif");
    assertThat(pixels(folder.resolve("style weight 10.tif")))
        .isNotEqualTo(pixels(folder.resolve("style weight 1000.tif")));
  }

  private static Object pixels(Path file) {
    return IJ.openImage(file.toString()).getProcessor().getPixels();
  }

  @Test
  void aFolderIsPainted(@TempDir Path folder) {
    run("batch_folder.ijm", PICTURES + "|" + folder + "|" + PICTURES.resolve("great_wave.jpg"));

    assertThat(folder.toFile().list())
        .contains("chenonceau.png", "neuschwanstein.png", "great_wave.png")
        .hasSize(5);
  }

  @Test
  void aPhotographIsDreamtOn() {
    run("deep_dream.ijm", PICTURES);

    ImagePlus result = WindowManager.getCurrentImage();
    assertThat(result.getTitle()).isEqualTo("neuschwanstein-dream");
    assertThat(result.getStackSize()).isEqualTo(8);
  }

  @Test
  void aStackIsPaintedAsASequence(@TempDir Path folder) {
    run("sequence.ijm", PICTURES + "|" + folder);

    ImagePlus stack = IJ.openImage(folder.resolve("painted.tif").toString());
    assertThat(stack.getStackSize()).isEqualTo(3);
    assertThat(folder.resolve("painted.gif")).isNotEmptyFile();
  }

  @Test
  void aPhotographIsReconstructed() {
    run("content_reconstruction.ijm", PICTURES);

    assertThat(WindowManager.getImageTitles())
        .contains("block1_conv2", "block3_conv1", "block5_conv1");
  }

  @Test
  void aTextureIsGrown() {
    run("texture_synthesis.ijm", PICTURES);

    ImagePlus result = WindowManager.getCurrentImage();
    assertThat(result.getTitle()).startsWith("Texture Synthesis");
    assertThat(result.getDimensions()).startsWith(256, 96);
    assertThat(result.getStackSize()).isEqualTo(5);
  }

  @Test
  void featuresAreMeasured() {
    run("feature_maps.ijm", PICTURES);

    ImagePlus result = WindowManager.getCurrentImage();
    assertThat(result.getTitle()).isEqualTo("neuschwanstein-features");
    assertThat(result.getBitDepth()).isEqualTo(32);
    assertThat(result.getStack().getSliceLabels()).contains("block2_conv1 filter 0");
  }

  @Test
  void everyMacroIsTested() {
    assertThat(EXAMPLES.resolve("macros").toFile().list())
        .containsExactlyInAnyOrder(
            "style_transfer.ijm",
            "two_styles_to_gif.ijm",
            "selection.ijm",
            "masks.ijm",
            "weights.ijm",
            "batch_folder.ijm",
            "deep_dream.ijm",
            "content_reconstruction.ijm",
            "texture_synthesis.ijm",
            "feature_maps.ijm",
            "sequence.ijm");
  }
}
