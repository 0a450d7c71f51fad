package org.stylestream.service.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.tensor.SafetensorsWriter;
import org.stylestream.compute.tensor.Tensor;

/** Every kind of bad input: one sentence, exit code 2, nothing written. */
class BadInputTest {
  /**
   * @param arguments with the places of {@link #fill}; IO stands for a content, a style and an
   *     output picture
   * @param message a part of the sentence
   */
  private record Refusal(String name, String arguments, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  @TempDir private static Path in;
  @TempDir private Path out;

  @BeforeAll
  static void makeInputs() throws IOException {
    SamplePictures.write(in.resolve("content.png"), SamplePictures.waves(48, 64, 0));
    SamplePictures.write(in.resolve("style.jpg"), SamplePictures.waves(40, 40, 1));
    SamplePictures.write(in.resolve("dot.png"), SamplePictures.waves(1, 1, 0));
    SamplePictures.write(in.resolve("line.png"), SamplePictures.waves(10, 20_000, 0));
    SamplePictures.write(in.resolve("ribbon.png"), SamplePictures.waves(20, 4000, 0));
    SamplePictures.write(in.resolve("black.png"), new Image(9, 9, new float[9 * 9 * 3]));
    truncate("content.png", "cut.png");
    truncate("style.jpg", "cut.jpg");
    Files.write(in.resolve("empty.png"), new byte[0]);
    Files.writeString(in.resolve("text.png"), "not a picture, whatever its name says\n");
    Files.writeString(in.resolve("page.png"), "%PDF-1.7\n");
    makeNetworks();
    makeTensors();
    makeCheckpoints();
  }

  private static void truncate(String whole, String cut) throws IOException {
    byte[] bytes = Files.readAllBytes(in.resolve(whole));
    Files.write(in.resolve(cut), Arrays.copyOf(bytes, bytes.length / 2));
  }

  private static void makeNetworks() throws IOException {
    CliRun.tinyNetwork(in);
    truncate("tiny.h5", "cut.h5");
    Files.writeString(in.resolve("text.h5"), "not weights\n");
    SafetensorsWriter.write(
        in.resolve("other.safetensors"),
        Map.of(),
        List.of(Tensor.of("conv1/kernel", new float[27], 3, 3, 3, 1)));
  }

  private static void makeTensors() throws IOException {
    Tensor one = Tensor.of("a", new float[48 * 64 * 3], 48, 64, 3);
    Tensor other = Tensor.of("b", new float[48 * 64 * 3], 48, 64, 3);
    SafetensorsWriter.write(in.resolve("two.safetensors"), Map.of(), List.of(one, other));
    SafetensorsWriter.write(
        in.resolve("flat.safetensors"),
        Map.of(),
        List.of(Tensor.of("a", new float[48 * 64], 48, 64)));
    SafetensorsWriter.write(
        in.resolve("small.safetensors"),
        Map.of(),
        List.of(Tensor.of("a", new float[32 * 32 * 3], 32, 32, 3)));
  }

  /** A checkpoint of a run that was stopped at once, and a damaged one. */
  private static void makeCheckpoints() throws IOException {
    CliRun stopped =
        CliRun.of(() -> true, fill("stylize CONTENT STYLE -o IN/run.png --network TINY", in));
    assertThat(stopped.code()).isEqualTo(130);
    truncate("run.checkpoint", "cut.checkpoint");
    Files.delete(in.resolve("run.png"));
  }

  private static List<String> fill(String arguments, Path out) {
    return Stream.of(arguments.split(" "))
        .map(
            argument ->
                argument
                    .replace("CONTENT", in.resolve("content.png").toString())
                    .replace("STYLE", in.resolve("style.jpg").toString())
                    .replace("TINY", in.resolve("tiny.h5").toString())
                    .replace("IN/", in + "/")
                    .replace("OUT", out.toString()))
        .toList();
  }

  private static Refusal stylize(String name, String options, String message) {
    return new Refusal(
        name, "stylize CONTENT STYLE -o OUT/o.png --network TINY " + options, message);
  }

  private static Refusal with(String name, String content, String style, String message) {
    return new Refusal(
        name, "stylize %s %s -o OUT/o.png --network TINY".formatted(content, style), message);
  }

  private static Refusal to(String name, String output, String message) {
    return new Refusal(name, "stylize CONTENT STYLE --network TINY -o " + output, message);
  }

  private static Refusal any(String name, String arguments, String message) {
    return new Refusal(name, arguments, message);
  }

  static Stream<Refusal> pictures() {
    return Stream.of(
        with("content missing", "IN/nowhere.png", "STYLE", "there is no file"),
        with("style missing", "CONTENT", "IN/nowhere.png", "there is no file"),
        with("content is a folder", "IN/", "STYLE", "is a folder"),
        with("content empty", "IN/empty.png", "STYLE", "is empty"),
        with("PNG truncated", "IN/cut.png", "STYLE", "ends too early"),
        with("JPEG truncated", "CONTENT", "IN/cut.jpg", "ends too early"),
        with("text named .png", "IN/text.png", "STYLE", "is a text"),
        with("PDF named .png", "CONTENT", "IN/page.png", "a PDF"),
        with("1×1", "IN/dot.png", "STYLE", "too small; both sides must be at least 16"),
        with("20000×10", "IN/line.png", "STYLE", "too small"),
        with("style of 20000×10", "CONTENT", "IN/line.png", "too small"),
        with("4000×20", "IN/ribbon.png", "STYLE", "too narrow"),
        stylize("initial image missing", "--init IN/nowhere.png", "there is no file"),
        stylize("initial image no picture", "--init IN/text.png", "is a text"));
  }

  static Stream<Refusal> outputs() {
    return Stream.of(
        to("output folder missing", "OUT/no/o.png", "there is no folder"),
        to("output is a folder", "OUT", "OUT is a folder; give the path of a file"),
        to("output below a file", "IN/content.png/o.png", "is a file"),
        to("output extension unknown", "OUT/o.webp", "end its name in .png, .jpg or .tif"),
        to("output without extension", "OUT/o", "end its name in"),
        to("output is the content", "CONTENT", "is named both as the content picture and with -o"),
        to("output is the style", "STYLE", "is named both as a style picture and with -o"),
        stylize(
            "frames are the output", "--frames OUT/o.png", "named both as -o and with --frames"),
        stylize("plot is the stack", "--frames OUT/a.tif --loss-plot OUT/a.tif", "named both"),
        stylize("GIF named otherwise", "--gif OUT/a.png", "end its name in .gif"),
        stylize("plot extension unknown", "--loss-plot OUT/a.pdf", "can't be written as a picture"),
        stylize("frames folder too deep", "--frames OUT/no/frames", "there is no folder"),
        stylize("checkpoint folder missing", "--checkpoint OUT/no/c", "there is no folder"),
        stylize("bits 12", "--bits 12", "--bits is 12; it must be 8 or 16"),
        any(
            "16 bits in a JPEG",
            "stylize CONTENT STYLE -o OUT/o.jpg --bits 16",
            "a JPEG has 8; write a .png or .tif"),
        stylize("keep every 0", "--keep-every 0", "--keep-every is 0; it must be at least 1"),
        stylize("checkpoint every 0", "--checkpoint-every 0", "it must be at least 1"));
  }

  static Stream<Refusal> options() {
    return Stream.of(
        any("no output", "stylize CONTENT STYLE", "missing --output FILE"),
        any("no style", "stylize CONTENT -o OUT/o.png", "missing STYLE"),
        any("nothing", "stylize", "missing"),
        any("unknown command", "stylise CONTENT STYLE", "did you mean stylize?"),
        stylize("unknown option", "--iteration 3", "unknown option '--iteration'"),
        stylize("option without value", "--seed", "--seed"),
        stylize("unknown preset", "--preset monet", "there is no preset 'monet'; there are"),
        stylize("unknown layer", "--content-layer conv9_1", "'conv9_1' is no layer of VGG-19"),
        any(
            "layer that the lite network lacks",
            "stylize CONTENT STYLE -o OUT/o.png --network vgg19-lite --content-layer conv5_4",
            "the network has no layer block5_conv4"),
        stylize("weight negative", "--content-weight -1", "the content weight is -1.0"),
        stylize("weight NaN", "--style-weight NaN", "the style weight is NaN"),
        stylize(
            "weight infinite", "--tv-weight Infinity", "the total-variation weight is Infinity"),
        stylize("weight no number", "--style-weight heavy", "'heavy' is not a number"),
        stylize(
            "no weights", "--content-weight 0 --style-weight 0", "at least one must be above 0"),
        stylize("0 iterations", "--iterations 0", "iterations is 0; it must be at least 1"),
        stylize("iterations no number", "--iterations many", "'many' is not a whole number"),
        stylize("size 0", "--size 0", "both sides must be at least 16"),
        stylize("size too small", "--size 12", "both sides must be at least 16"),
        stylize("size nonsense", "--size big", "'big' is no size; write 512"),
        stylize("size beyond memory", "--size 99999", "of memory and"),
        stylize("seed no number", "--seed now", "'now' is not a whole number"),
        stylize(
            "colours kept otherwise",
            "--keep-colour hue",
            "--keep-colour is 'hue'; it must be luminance or match"),
        stylize("style scale 0", "--style-scale 0", "it must be from 0.05 to 20"),
        stylize(
            "scales of two for one style",
            "--style-scale 1,2",
            "--style-scale has 2 values, but the number of styles is 1"),
        stylize(
            "masks of two for one style",
            "--mask none,none",
            "--mask has 2 masks, but the number of styles is 1"),
        stylize("mask missing", "--mask IN/nowhere.png", "there is no file"),
        stylize("mask black", "--mask IN/black.png", "is black all over"),
        stylize("style mask black", "--style-mask IN/black.png", "is black all over"),
        any(
            "output is the mask",
            "stylize CONTENT STYLE --network TINY --mask IN/dot.png -o IN/dot.png",
            "is named both as --mask and with -o"),
        stylize(
            "weights of two for five layers",
            "--style-layer-weights 1,2",
            "the number of style layer weights is 2, but that of style layers is 5"),
        stylize(
            "layer weights all 0", "--style-layers conv1_1 --style-layer-weights 0", "one above 0"),
        stylize(
            "blend of two for one style",
            "--style-blend 1,2",
            "has 2 weights, but the number of styles is 1"),
        stylize("blend weight 0", "--style-blend 0", "the weight of a style is 0.0"),
        stylize("unknown pooling", "--pooling min", "there are max and average"),
        stylize("unknown optimizer", "--optimizer sgd", "there are lbfgs, adam"),
        stylize("rate for L-BFGS", "--learning-rate 1", "no meaning for lbfgs"),
        stylize("rate negative", "--optimizer adam --learning-rate -1", "learning rate"),
        stylize("memory for Adam", "--optimizer adam --lbfgs-memory 5", "only with"),
        stylize("memory 0", "--lbfgs-memory 0", "it must be at least 1"),
        stylize("descent without rate", "--optimizer gradient-descent", "needs a --learning-rate"),
        stylize("unknown device", "--device tpu", "there is no device 'tpu'; there are auto, cpu"),
        stylize(
            "device of another installation", "--device nd4j", "call ./stylestream --with-nd4j"),
        stylize("unknown precision", "--precision fp8", "write fp32, tf32 or fp16"),
        stylize("0 threads", "--threads 0", "threads is 0; it must be at least 1"),
        any("unknown preset shown", "presets monet", "there is no preset 'monet'"),
        any("bench without launcher", "bench", "run by the launcher"),
        any("demo into a file", "demo -o CONTENT", "the sample pictures are not in"));
  }

  static Stream<Refusal> networks() {
    return Stream.of(
        any("network missing", network("IN/nowhere.h5"), "there is no network"),
        any("network truncated", network("IN/cut.h5"), "cut.h5"),
        any("network is text", network("IN/text.h5"), "text.h5"),
        any("another network's weights", network("IN/other.safetensors"), "other.safetensors"),
        any("a picture as network", network("CONTENT"), "content.png"),
        any(
            "download address without scheme",
            "stylize CONTENT STYLE -o OUT/o.png --download-url example.org/vgg19.h5",
            "it must begin with http:// or https://"));
  }

  private static String network(String file) {
    return "stylize CONTENT STYLE -o OUT/o.png --network " + file;
  }

  static Stream<Refusal> checkpoints() {
    return Stream.of(
        stylize("checkpoint missing", "--resume IN/nowhere", "there is no checkpoint"),
        stylize("checkpoint truncated", "--resume IN/cut.checkpoint", "cut.checkpoint"),
        stylize("checkpoint is a picture", "--resume IN/style.jpg", "named both"),
        stylize(
            "checkpoint is text",
            "--resume IN/text.h5",
            "give a checkpoint that this program has written"),
        stylize(
            "checkpoint of another seed",
            "--resume IN/run.checkpoint --seed 7",
            "--seed was 0, now it is 7"),
        stylize(
            "checkpoint of another size",
            "--resume IN/run.checkpoint --size 48",
            "--size was 512, now it is 48"),
        any(
            "checkpoint of another content",
            "stylize IN/style.jpg IN/style.jpg -o OUT/o.png --network TINY --resume IN/run.checkpoint",
            "the content picture had other pixels"),
        stylize(
            "resume and checkpoint",
            "--resume IN/run.checkpoint --checkpoint OUT/c",
            "can't be given together"));
  }

  static Stream<Refusal> evaluations() {
    return Stream.of(
        evaluate("no image", "", "missing --at FILE"),
        evaluate("image missing", "--at IN/nowhere.png", "there is no file"),
        evaluate("tensors missing", "--at IN/nowhere.safetensors", "there is no file"),
        evaluate("two tensors", "--at IN/two.safetensors", "holds 2 tensors; it must hold one"),
        evaluate("flat tensor", "--at IN/flat.safetensors", "it must be height × width × 3"),
        evaluate("tensor of another size", "--at IN/small.safetensors", "they must be equal"),
        evaluate("picture of another size", "--at STYLE", "they must be equal"),
        evaluate("gradient onto input", "--at CONTENT --gradient CONTENT", "named both"),
        evaluate("gradient folder missing", "--at CONTENT --gradient OUT/no/g", "no folder"));
  }

  private static Refusal evaluate(String name, String options, String message) {
    return new Refusal(
        "evaluate, " + name, "evaluate CONTENT STYLE --network TINY " + options, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"pictures", "outputs", "options", "networks", "checkpoints", "evaluations"})
  void isRefused(Refusal refusal) throws IOException {
    List<Path> before = files();

    CliRun run = CliRun.of(fill(refusal.arguments().strip(), out));

    assertThat(run.err())
        .startsWith("stylestream: ")
        .contains(refusal.message().replace("OUT", out.toString()))
        .doesNotContain("Exception")
        .doesNotContain("\tat ");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(2);
    assertThat(files()).isEqualTo(before);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> inputs = Files.walk(in);
        Stream<Path> outputs = Files.walk(out)) {
      return Stream.concat(inputs, outputs).sorted().toList();
    }
  }

  @Test
  void aFolderThatMayNotBeRead() throws IOException {
    Path folder = Files.createDirectory(out.resolve("closed"));
    Path content =
        SamplePictures.write(folder.resolve("content.png"), SamplePictures.waves(32, 32, 0));
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "needs POSIX modes");
    Files.setPosixFilePermissions(folder, Set.of());
    assumeFalse(Files.isReadable(content), "this user may read everything");

    CliRun run = CliRun.of(fill("stylize " + content + " STYLE -o OUT/o.png", out));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(content.toString());
  }

  @Test
  void sizeThatWouldFitIsNamed() {
    CliRun run =
        CliRun.of(fill("stylize CONTENT STYLE -o OUT/o.png --network TINY --size 60000", out));

    assertThat(run.err()).containsPattern("60000×45000 needs about .+; --size \\d+ would fit");
  }

  @Test
  void aDownloadThatIsRefusedIsAFailureWithAWayOut() throws IOException {
    CliRun run =
        CliRun.of(
            fill(
                "stylize CONTENT STYLE -o OUT/o.png --network vgg19"
                    + " --download-url http://127.0.0.1:9/vgg19.h5",
                out));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("vgg19 is not on this machine").contains("--network PATH");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(out).isEmptyDirectory();
  }
}
