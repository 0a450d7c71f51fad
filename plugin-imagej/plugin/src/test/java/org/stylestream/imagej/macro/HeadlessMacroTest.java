package org.stylestream.imagej.macro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.plugin.AVI_Reader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.imagej.testing.Macros;

/** Macros in plain ImageJ without a screen. */
class HeadlessMacroTest {
  private static final String PICTURES =
      """
      setBatchMode(true);
      newImage("wave", "RGB ramp", 40, 40, 1);
      newImage("photo", "8-bit ramp", 60, 40, 1);
      setVoxelSize(0.5, 0.5, 1, "um");
      """;

  @BeforeAll
  static void addCommands() {
    Macros.addCommands();
  }

  @Test
  void aMacroGetsAStackOfTheIterationsThatItKeeps() {
    String returned =
        run(
            """
            run("Style Transfer...", "styles=wave size=48 iterations=6 keepEvery=3");
            labels = "";
            for (i = 1; i <= nSlices; i++) { setSlice(i); labels += getMetadata("Label") + ";"; }
            getPixelSize(unit, width, height);
            return getTitle() + " " + getWidth() + " " + getHeight() + " " + bitDepth() + " "
                + width + unit + " " + labels + Property.get("StyleStream");
            """);

    assertThat(returned)
        .matches(
            "photo-styled 48 32 24 0\\.625(um|µm|\\\\u00B5m) content;iter 0000 loss=\\S+;"
                + "iter 0003 loss=\\S+;iter 0006 loss=\\S+;slices=current selection=paste"
                + " styles=wave preset=stylestream keepColour=none size=48 iterations=6 network=auto seed=0"
                + " result=stack keepEvery=3 plot=true table=true");
  }

  @Test
  void aMacroGetsTheFinalImageOnly() {
    assertThat(
            run(
                """
                n = 6; path = "wave";
                run("Style Transfer...", "styles=&path iterations=&n size=s40 result=image");
                return "" + nSlices + " " + getWidth() + " " + getHeight();
                """))
        .isEqualTo("1 60 40");
  }

  @Test
  void everySliceIsAJobOfItsOwn() {
    assertThat(
            run(
                """
                newImage("cells", "16-bit ramp", 50, 30, 3);
                run("Style Transfer...", "styles=wave size=native iterations=2 slices=all");
                setSlice(3);
                return "" + nSlices + " " + getMetadata("Label");
                """))
        .matches("3 slice 3 iter 0002 loss=.*");
  }

  @Test
  void aSelectionIsPastedBackIntoTheWholeImage() {
    assertThat(
            run(
                """
                makeOval(10, 5, 40, 30);
                before = getPixel(11, 6) & 255;
                run("Style Transfer...", "styles=wave size=native iterations=4 result=image");
                return "" + getWidth() + " " + getHeight() + " "
                    + ((getPixel(11, 6) & 255) == before);
                """))
        .isEqualTo("60 40 1");
  }

  /** Where no style goes, the content stays as it is. */
  @Test
  void aSelectionThatIsAMaskKeepsTheRest() {
    assertThat(
            run(
                """
                makeRectangle(30, 0, 30, 40);
                before = getPixel(5, 20) & 255;
                run("Style Transfer...", "styles=wave size=native iterations=4 result=image"
                    + " contentMasks=selection feather=6");
                return "" + getWidth() + " " + getHeight() + " "
                    + (abs((getPixel(5, 20) & 255) - before) < 3) + " "
                    + (abs((getPixel(50, 20) & 255) - 213) > 3);
                """))
        .isEqualTo("60 40 1 1");
  }

  @Test
  void stylesHaveMasksScalesAndStrengthsOfTheirOwn() {
    assertThat(
            run(
                """
                newImage("mask", "8-bit black", 30, 20, 1);
                setColor(255); fillRect(0, 0, 10, 20);
                run("Style Transfer...", "content=photo styles=wave|wave contentMasks=mask"
                    + " styleMasks=none|mask styleScale=0.5,2 styleLayerWeights=16,8,4,2,1 scales=2"
                    + " size=40 iterations=4 keepEvery=2");
                return "" + nSlices + " " + Property.get("StyleStream");
                """))
        .matches(
            "4 content=photo .*styles=wave\\|wave styleScale=0.5,2 contentMasks=mask"
                + " styleMasks=none\\|mask .*styleLayerWeights=16,8,4,2,1 .*scales=2 .*");
  }

  /** In grey levels of the result: as much red as green and blue. */
  @Test
  void theColoursOfTheContentAreKept() {
    String greyness =
        """
        newImage("red", "RGB white", 40, 40, 1);
        setColor(200, 20, 20);
        for (y = 0; y < 40; y += 8) fillRect(0, y, 40, 4);
        newImage("grey", "8-bit ramp", 40, 40, 1);
        run("Style Transfer...", "styles=red size=native iterations=4 result=image keepColour=%s");
        most = 0;
        for (x = 0; x < 40; x++) {
          v = getPixel(x, 20);
          most = maxOf(most, abs(((v >> 16) & 255) - (v & 255)));
        }
        return "" + most;
        """;

    assertThat(Integer.parseInt(run(greyness.formatted("luminance")))).isLessThan(2);
    assertThat(Integer.parseInt(run(greyness.formatted("none")))).isGreaterThan(10);
  }

  @Test
  void aSelectionCropsTheImage() {
    assertThat(
            run(
                """
                makeRectangle(10, 5, 40, 30);
                run("Style Transfer...",
                    "styles=wave size=native iterations=1 result=image selection=crop");
                return "" + getWidth() + " " + getHeight();
                """))
        .isEqualTo("40 30");
  }

  @Test
  void resultsAreSavedByImageJsOwnWriters(@TempDir Path folder) throws IOException {
    String returned =
        run(
            """
            run("Style Transfer...", "styles=wave size=48 iterations=4 keepEvery=2"
                + " tiff=[%1$s/a.tif] gif=[%1$s/a.gif] avi=[%1$s/a.avi]");
            open("%1$s/a.tif");
            setSlice(2);
            return getTitle() + " " + nSlices + " " + bitDepth() + " " + getMetadata("Label")
                + (indexOf(Property.get("StyleStream"), "keepEvery=2") > 0);
            """
                .formatted(folder.toString().replace('\\', '/')));

    assertThat(returned).matches("a.tif 4 24 iter 0000 loss=\\S+1");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.tif", "a.gif", "a.avi");
    assertThat(Files.getPosixFilePermissions(folder.resolve("a.tif")))
        .isEqualTo(Files.getPosixFilePermissions(Files.createFile(folder.resolve("usual"))));
    assertThat(IJ.openImage(folder.resolve("a.gif").toString()).getStackSize()).isEqualTo(4);
    assertThat(AVI_Reader.openVirtual(folder.resolve("a.avi").toString()).getStackSize())
        .isEqualTo(4);
  }

  @Test
  void aFolderIsPaintedAndWhatIsThereIsSkipped(@TempDir Path folder) throws Exception {
    Path in = Files.createDirectory(folder.resolve("in"));
    Files.writeString(in.resolve("notes.txt"), "no picture");
    String options = "inputFolder=[%s] outputFolder=[%s] styles=wave size=32 iterations=1";
    String batch = options.formatted(in, folder.resolve("out")).replace('\\', '/');

    for (int i = 0; i < 2; i++) {
      ImagePlus picture = IJ.createImage("p", "8-bit ramp", 40, 30, 1);
      new FileSaver(picture).saveAsPng(in.resolve("p%d.png".formatted(i)).toString());
    }
    run("run(\"Batch Folder...\", \"%s\");".formatted(batch));
    Path first = folder.resolve("out").resolve("p0.tif");
    byte[] before = Files.readAllBytes(first);
    Files.delete(folder.resolve("out").resolve("p1.tif"));
    Files.write(first, new byte[] {1});
    run("run(\"Batch Folder...\", \"%s\");".formatted(batch));

    assertThat(before).hasSizeGreaterThan(32 * 24 * 3);
    assertThat(Files.readAllBytes(first)).hasSize(1);
    assertThat(folder.resolve("out").resolve("p1.tif")).exists();
    assertThat(folder.resolve("out").toFile().list()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "styles=wave iteratons=3 | no option iteratons; did you mean iterations?",
        "styles=wave iterations=abc | iterations=abc can't be: it must be a whole number from 1",
        "styles=wave size=huge | size=huge can't be: 'huge' is no size",
        "iterations=3 | there is no style image; name an open image or a file",
        "styles=nowhere.jpg | styles=nowhere.jpg is neither an open image nor a file",
        "content=gone styles=wave | content=gone is neither an open image nor a file",
        "styles=wave blend=1,2 | blend has 2 weights, but there are 1 styles",
        "styles=wave preset=picasso | preset=picasso can't be: it must be one of stylestream",
        "styles=wave keepEvery=2 result=image | keepEvery has no meaning with result=image",
        "styles=wave contentMasks=selection | contentMasks=selection needs a selection of an area",
        "styles=wave contentMasks=gone | contentMasks=gone is neither an open image nor a file",
        "styles=wave learningRate=1 | learningRate has no meaning for lbfgs",
        "styles=wave network=vgg99 | has no network vgg99 (it has tiny)",
        "styles=wave size=16000 keepEvery=1 iterations=1000 | and ImageJ has",
        "styles=wave size=32 iterations=1 tiff=/nowhere/a.tif | there is no folder /nowhere",
      })
  void whatCantBeEndsTheMacroWithOneSentence(String options, String sentence) {
    String macro = PICTURES + "run(\"Style Transfer...\", \"%s\"); return \"went on\";";

    assertThat(heardAtTheEndOf(macro.formatted(options)))
        .startsWith("Style Transfer: ")
        .contains(sentence)
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiff=[%s/a.tif]", "gif=[%s/a.gif]", "avi=[%s/a.avi]"})
  void aFullDiskEndsTheMacroWithOneSentenceAndTheNextRunWorks(String output, @TempDir Path folder)
      throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "size=4096", "tmpfs", disk.toString()),
        "a small file system can be mounted by root only");
    try {
      String macro =
          PICTURES
              + "run(\"Style Transfer...\", \"styles=wave size=96 iterations=6 keepEvery=1 "
              + output.formatted(disk)
              + "\"); return \"went on\";";

      assertThat(heardAtTheEndOf(macro))
          .startsWith("Style Transfer: ")
          .contains(disk + "/a.", " can't be written: ")
          .hasLineCount(1);
      assertThat(disk).isEmptyDirectory();
    } finally {
      // Two of ImageJ's writers leave their file open when they fail.
      succeeds("umount", "--lazy", disk.toString());
    }
    assertThat(
            run(
                "run(\"Style Transfer...\", \"styles=wave size=32 iterations=1\"); return \"\" + nSlices;"))
        .isEqualTo("3");
  }

  private static boolean succeeds(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such command
    }
  }

  /** What a macro that doesn't come to its end prints. */
  private static String heardAtTheEndOf(String macro) {
    PrintStream out = System.out;
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    System.setOut(new PrintStream(heard, true, StandardCharsets.UTF_8));
    try {
      assertThat(Macros.run(macro)).isNotEqualTo(Optional.of("went on"));
    } finally {
      System.setOut(out);
    }
    return heard.toString(StandardCharsets.UTF_8);
  }

  private static String run(String macro) {
    return Macros.run(PICTURES + macro).orElse("nothing");
  }
}
