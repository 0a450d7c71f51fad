package org.stylestream.imagej.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.Macro;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class OptionTableTest {
  static final List<OptionTable> TABLES =
      List.of(
          StyleTransferOptions.TABLE,
          SequenceOptions.TABLE,
          BatchFolderOptions.TABLE,
          DeepDreamOptions.TABLE,
          ContentReconstructionOptions.TABLE,
          TextureSynthesisOptions.TABLE,
          FeatureMapsOptions.TABLE);

  private static final OptionTable TABLE = StyleTransferOptions.TABLE;

  @Test
  void whatAMacroSaysIsRead() {
    OptionValues values =
        TABLE.parse(
            "content=[my photo.tif] styles=a.jpg|/b/c.png size=S512 contentweight=2e1 plot"
                + " table=false keepEvery='5' styleLayers=conv1_1,block2_conv1 ");

    assertThat(values.get(InputOptions.CONTENT)).hasValue("my photo.tif");
    assertThat(values.get(StyleOptions.STYLES)).containsExactly("a.jpg", "/b/c.png");
    assertThat(values.get(PresetOptions.CONTENT_WEIGHT)).hasValue(20.0);
    assertThat(values.get(OutputOptions.PLOT)).isTrue();
    assertThat(values.get(OutputOptions.TABLE)).isFalse();
    assertThat(values.get(OutputOptions.KEEP_EVERY)).hasValue(5);
    assertThat(values.get(PresetOptions.STYLE_LAYERS))
        .containsExactly("block1_conv1", "block2_conv1");
    assertThat(PresetOptions.changes(values).size()).hasValue("s512");
  }

  @Test
  void variablesOfTheMacroAreValues() {
    OptionValues values =
        TABLE.parse(
            "styles=&file iterations=&n",
            name -> Optional.ofNullable(Map.of("file", "a [1.jpg", "n", "7").get(name)));

    assertThat(values.get(StyleOptions.STYLES)).containsExactly("a [1.jpg");
    assertThat(values.get(PresetOptions.ITERATIONS)).hasValue(7);
    assertThatThrownBy(() -> TABLE.parse("styles=&nothing"))
        .hasMessage("styles=&nothing names a variable that the macro doesn't have");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "styles=a colour=red | Style Transfer has no option colour; it has content, slices",
        "styles=a Presets=gatys | Style Transfer has no option Presets; did you mean preset?",
        "styles=a size=3 size=4 | size is there twice; leave one out",
        "styles=[a | styles has no closing bracket; write styles=[…]",
        "styles='a | styles has no closing quote; write styles=[…]",
        "styles=a plot=maybe | plot=maybe can't be: it must be true or false",
        "styles=a contentWeight=-1 | contentWeight=-1 can't be: it must be a number from 0 to",
        "styles=a tiff=a.png | tiff=a.png can't be: it must be a file that ends with .tif or .tiff",
        "styles=a styleLayers=conv9_9 | 'conv9_9' is no layer of VGG-19",
        "styles=a start=image | start=image needs an image; name it, as initial=sketch.png",
        "styles=a start=noise initial=b | initial has a meaning only with start=image",
        "\"styles=a contentMasks=b|c\" | contentMasks has 2 masks, but the number of styles is 1",
        "\"styles=a styleMasks=none|c\" | styleMasks has 2 masks, but the number of styles is 1",
        "styles=a feather=9 | feather has a meaning only with contentMasks=selection",
        "\"styles=a|b|c styleScale=1,2\" | styleScale has 2 values, but the number of styles is 3",
        "styles=a styleScale=0 | styleScale=0 can't be: it must be a number from 0.05 to 20",
        "styles=a styleLayerWeights=1,2 | the number of style layer weights is 2, but",
        "styles=a scales=9 | scales=9 can't be: it must be a whole number from 1 to 8",
        "styles=a keepColour=hue | it must be one of none, luminance, match",
        "styles=a slices=all keepEvery=2 | keepEvery has no meaning with slices=all",
      })
  void whatCantBeIsNamed(String options, String sentence) {
    assertThatThrownBy(() -> TABLE.parse(options))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @FieldSource("TABLES")
  void noKeyIsTheEndOfAnother(OptionTable table) {
    List<String> keys =
        table.options().stream().map(option -> option.key().toLowerCase(Locale.ROOT)).toList();

    for (String key : keys) {
      assertThat(keys).filteredOn(other -> other.endsWith(key)).containsExactly(key);
    }
  }

  @ParameterizedTest
  @FieldSource("TABLES")
  void standardValuesAreWrittenAndReadAgain(OptionTable table) {
    OptionValues values = table.standard();

    assertThat(table.readEach(values.texts())).isEqualTo(values);
  }

  @Test
  void whatIsRecordedIsReadAgain() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      OptionValues values = TABLE.read(randomTexts(random));

      String recorded = values.toMacroString();

      assertThat(TABLE.parse(recorded)).as(recorded).isEqualTo(values);
      assertThat(recorded).doesNotContain("\"", "\\", "\n");
    }
  }

  @ParameterizedTest
  @FieldSource("TABLES")
  void whatAnyCommandRecordsIsReadAgain(OptionTable table) {
    Random random = new Random(9);
    for (int i = 0; i < 300; i++) {
      Map<String, String> texts = new LinkedHashMap<>();
      table
          .options()
          .forEach(
              option -> maybe(random, texts, option.key(), anyText(option, option.type(), random)));
      OptionValues values = table.readEach(texts);

      String recorded = values.toMacroString();

      assertThat(table.readEach(MacroText.read(recorded, name -> Optional.empty())))
          .as(recorded)
          .isEqualTo(values);
    }
  }

  private static String anyText(Option<?> option, OptionType<?> type, Random random) {
    if (type instanceof OptionType.Maybe<?> maybe) {
      return anyText(option, maybe.type(), random);
    }
    if (type instanceof OptionType.Items<?> items) {
      String item = anyText(option, items.type(), random).replace(items.separator(), '_');
      return item + items.separator() + item;
    }
    if (type instanceof OptionType.Choice choice) {
      return any(choice.words(), random);
    }
    if (type instanceof OptionType.Named<?> named) {
      return any(named.words(), random);
    }
    if (type instanceof OptionType.Name) {
      return "my-network";
    }
    if (type instanceof OptionType.Whole whole) {
      return Integer.toString(random.nextInt(whole.min(), whole.max()));
    }
    if (type instanceof OptionType.Decimal decimal) {
      return Double.toString(random.nextDouble(decimal.min(), decimal.max()));
    }
    if (type instanceof OptionType.Flag) {
      return Boolean.toString(random.nextBoolean());
    }
    if (type instanceof OptionType.OutputFile file) {
      return name(random) + "." + any(file.extensions(), random);
    }
    if (type instanceof OptionType.Written<?>) {
      return written(option, random);
    }
    return name(random);
  }

  private static String written(Option<?> option, Random random) {
    String layer = "conv%d_%d".formatted(1 + random.nextInt(5), 1 + random.nextInt(2));
    return switch (option.key()) {
      case "size", "styleSize" -> any(List.of("native", "s40", "30x70", "512"), random);
      case "pattern" -> "*.{png,jpg}";
      default ->
          DeepDreamOptions.TABLE.options().contains(option)
              ? layer + "=" + random.nextInt(-99, 99) / 8.0
              : layer;
    };
  }

  private static String any(List<String> words, Random random) {
    return words.get(random.nextInt(words.size()));
  }

  @Test
  void imageJsOwnReaderFindsTheSameValues() {
    Random random = new Random(8);
    for (int i = 0; i < 300; i++) {
      OptionValues values = TABLE.read(randomTexts(random));

      String size = Macro.getValue(values.toMacroString(), "size", "");

      assertThat(size).isEqualTo(values.texts().get("size"));
    }
  }

  private static Map<String, String> randomTexts(Random random) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("styles", String.join("|", names(random, 1 + random.nextInt(3))));
    maybe(random, texts, "content", name(random));
    maybe(random, texts, "contentWeight", Double.toString(Math.exp(20 * random.nextGaussian())));
    maybe(random, texts, "iterations", Integer.toString(1 + random.nextInt(1000)));
    maybe(random, texts, "size", 1 + random.nextInt(999) + (random.nextBoolean() ? "x7" : ""));
    maybe(random, texts, "pooling", random.nextBoolean() ? "max" : "average");
    maybe(random, texts, "plot", Boolean.toString(random.nextBoolean()));
    maybe(random, texts, "selection", random.nextBoolean() ? "crop" : "ignore");
    maybe(random, texts, "contentLayers", "block4_conv2,block5_conv" + (1 + random.nextInt(4)));
    maybe(random, texts, "gif", name(random) + ".gif");
    return texts;
  }

  private static void maybe(Random random, Map<String, String> texts, String key, String text) {
    if (random.nextBoolean()) {
      texts.put(key, text);
    }
  }

  private static List<String> names(Random random, int count) {
    return Stream.generate(() -> name(random).replace("|", "%7C")).limit(count).toList();
  }

  /** What files may be called, and worse. */
  private static String name(Random random) {
    String letters = "aZ9 .-_=[]'\"\\%&|/:ü愛%2%5B\n";
    return IntStream.range(0, 1 + random.nextInt(12))
        .mapToObj(i -> letters.charAt(random.nextInt(letters.length())))
        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
        .insert(0, 'x')
        .toString();
  }
}
