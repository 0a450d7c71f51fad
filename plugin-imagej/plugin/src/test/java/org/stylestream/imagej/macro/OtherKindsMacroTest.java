package org.stylestream.imagej.macro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stylestream.imagej.testing.Macros;

/** Pictures of other kinds than style transfers, from macros without a screen. */
class OtherKindsMacroTest {
  private static final String PICTURES =
      """
      setBatchMode(true);
      newImage("wave", "RGB ramp", 40, 40, 1);
      newImage("photo", "8-bit ramp", 60, 40, 1);
      setVoxelSize(0.5, 0.5, 1, "um");
      function labels() {
        text = "";
        for (i = 1; i <= nSlices; i++) { setSlice(i); text += getMetadata("Label") + ";"; }
        return text;
      }
      function shape() {
        getPixelSize(unit, width, height);
        return getTitle() + " " + getWidth() + "x" + getHeight() + "x" + nSlices + " " + bitDepth()
            + " " + width + " ";
      }
      """;

  @BeforeAll
  static void addCommands() {
    Macros.addCommands();
  }

  private static String run(String macro) {
    return Macros.run(PICTURES + macro).orElse("nothing");
  }

  @Test
  void aDreamGrowsOctaveByOctaveAtTheSizeOfTheResult() {
    assertThat(
            run(
                """
                run("Deep Dream...", "layers=conv2_1=0.5,conv1_2 filters=0 guide=wave octaves=2"
                    + " steps=3 keepEvery=2 size=native");
                return "" + shape() + labels() + Property.get("StyleStream");
                """))
        .matches(
            "photo-dream 60x40x5 24 0.5 content;(iter 000[0246] loss=-\\S+;){4}slices=current"
                + " selection=paste guide=wave preset=creatures"
                + " layers=block2_conv1=0.5,block1_conv2=1 filters=0 octaves=2 steps=3"
                + " size=native network=auto seed=0 result=stack keepEvery=2 plot=true"
                + " table=true");
  }

  @Test
  void aDreamOnASelectionGoesBackIntoTheImage() {
    assertThat(
            run(
                """
                makeRectangle(10, 4, 40, 32);
                outside = getPixel(5, 5) & 255;
                run("Deep Dream...", "layers=conv1_1 octaves=1 steps=2 size=native result=image");
                return "" + shape() + ((getPixel(5, 5) & 255) == outside);
                """))
        .isEqualTo("photo-dream 60x40x1 24 0.5 1");
  }

  @Test
  void whatALayerKnowsIsFoundFromNoise() {
    assertThat(
            run(
                """
                run("Content Reconstruction...", "layer=conv1_2 iterations=6 keepEvery=3 size=30");
                return "" + shape() + labels() + Property.get("StyleStream");
                """))
        .matches(
            "photo-reconstruction 30x20x4 24 1 content;(iter 000[036] loss=\\S+;){3}slices=current"
                + " selection=paste layer=block1_conv2 size=30 iterations=6 variationWeight=0"
                + " optimizer=lbfgs network=auto seed=0 result=stack keepEvery=3 plot=true"
                + " table=true");
  }

  @Test
  void aTextureHasASizeOfItsOwnAndNoContent() {
    assertThat(
            run(
                """
                run("Texture Synthesis...", "styles=wave|photo blend=2,1 styleSize=24 width=50"
                    + " height=30 iterations=4 keepEvery=2");
                return "" + shape() + labels() + Property.get("StyleStream");
                """))
        .matches(
            "Texture Synthesis 50x30x3 24 1 (iter 000[024] loss=\\S+;){3}styles=wave\\|photo"
                + " blend=2,1 styleSize=24 preset=stylestream width=50 height=30 iterations=4"
                + " network=auto seed=0 result=stack keepEvery=2 plot=true table=true");
  }

  @Test
  void theStyleSizeSetsThePatternsSize() {
    String texture =
        """
        run("Texture Synthesis...", "styles=wave styleSize=%s width=32 height=32 iterations=1"
            + " result=image");
        getStatistics(area, mean);
        return "" + mean;
        """;

    assertThat(run(texture.formatted("20")))
        .isNotEqualTo(run(texture.formatted("40")))
        .isEqualTo(run(texture.formatted("20x20")));
    assertThat(run(texture.formatted("native"))).isEqualTo(run(texture.formatted("40")));
  }

  @Test
  void featureMapsAreAStackOfActivations(@TempDir Path folder) {
    String returned =
        run(
            """
            makeRectangle(0, 0, 40, 40);
            run("Feature Maps...", "layers=conv3_1,conv1_1 filters=2,0 size=20 tiff=[%1$s/m.tif]");
            text = "" + shape() + labels() + Property.get("StyleStream");
            open("%1$s/m.tif");
            return text + " " + bitDepth() + " " + labels();
            """
                .formatted(folder.toString().replace('\\', '/')));

    String labels =
        "block1_conv1 filter 0;block1_conv1 filter 2;block3_conv1 filter 0;block3_conv1 filter 2;";
    assertThat(returned)
        .isEqualTo(
            "photo-features 20x20x4 32 1 %slayers=block3_conv1,block1_conv1 filters=2,0 size=20"
                    .formatted(labels)
                + " network=auto tiff=%s/m.tif 32 %s".formatted(folder, labels));
  }

  private static final String MOVIE =
      """
      newImage("movie", "RGB ramp", 48, 32, 3);
      for (i = 1; i <= 3; i++) {
        setSlice(i);
        setColor(250, 40, 20);
        fillOval(4 + 4 * i, 8, 14, 14);
      }
      function change(a, b) {
        sum = 0;
        for (y = 0; y < 32; y++) {
          for (x = 36; x < 48; x++) {
            setSlice(a);
            before = getPixel(x, y) >> 8 & 255;
            setSlice(b);
            sum += abs((getPixel(x, y) >> 8 & 255) - before);
          }
        }
        return sum;
      }
      """;

  @Test
  void aStacksSlicesFollowEachOther() {
    String macro =
        MOVIE
            + """
            options = "styles=wave content=movie size=native iterations=6 iterationsNext=9";
            run("Sequence...", options + " temporalWeight=1e9");
            text = "" + shape() + labels() + Property.get("StyleStream") + " ";
            held = change(2, 3);
            run("Sequence...", options + " temporalWeight=0");
            return text + (held < change(2, 3) / 2);
            """;
    assertThat(run(macro))
        .matches(
            "movie-sequence 48x32x3 24 1 slice 1 iter 0006 loss=\\S+;slice 2 iter 0009 loss=\\S+;"
                + "slice 3 iter 0009 loss=\\S+;content=movie styles=wave .* temporalWeight=\\S+"
                + " size=native iterations=6 iterationsNext=9 network=auto seed=0 plot=true"
                + " table=true 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Deep Dream | layers=conv9_1 | 'conv9_1' is no layer of VGG-19",
        "Deep Dream | layers=conv4_1=much | it must be a number from",
        "Deep Dream | layers=conv4_1=0 | at least one layer whose coefficient isn't 0",
        "Deep Dream | size=native | the shorter side of the result must be at least 157 pixels",
        "Deep Dream | preset=nightmare | it must be one of creatures, dreamy, bad-trip",
        "Content Reconstruction | layer=conv3_9 | 'conv3_9' is no layer of VGG-19",
        "Content Reconstruction | learningRate=1 | learningRate has no meaning for lbfgs",
        "Texture Synthesis | width=40 | there is no style image",
        "Texture Synthesis | styles=wave width=5 | it must be a whole number from 16 to 32768",
        "Texture Synthesis | styles=wave width=30000 height=30000 | and ImageJ has",
        "Feature Maps | layers= | layers names none; name at least one",
        "Feature Maps | filters=9999 | it must be a whole number from 0 to 4095",
        "Feature Maps | filters=4000 | block3_conv1 has no filter 4000; its filters are 0 to",
        "Feature Maps | layers=conv1_1 size=16000 | choose fewer layers or filters",
        "Deep Dream | styles=wave | Deep Dream has no option styles",
        "Sequence | styles=wave | photo has one slice; a sequence needs a stack of at least two",
        "Sequence | styles=wave contentWeight=0 | relative to the content weight, which is 0",
        "Sequence | styles=wave slices=all | Sequence has no option slices",
      })
  void whatCantBeEndsTheMacroWithOneSentence(String command, String options, String sentence) {
    PrintStream out = System.out;
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    System.setOut(new PrintStream(heard, true, StandardCharsets.UTF_8));
    try {
      String macro = PICTURES + "run(\"%s...\", \"%s\"); return \"went on\";";
      assertThat(Macros.run(macro.formatted(command, options)))
          .isNotEqualTo(Optional.of("went on"));
    } finally {
      System.setOut(out);
    }
    assertThat(heard.toString(StandardCharsets.UTF_8))
        .startsWith(command + ": ")
        .contains(sentence)
        .hasLineCount(1);
  }
}
