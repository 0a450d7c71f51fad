package org.stylestream.service.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.picture.OutputCheck;
import org.stylestream.service.picture.PictureException;
import org.stylestream.service.picture.PictureFormat;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a run writes, and where. */
public final class OutputOptions {
  /** Twenty L-BFGS iterations take longer than writing a checkpoint, on any machine. */
  private static final int CHECKPOINT_EVERY = 20;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The picture to write: .png, .jpg or .tif. A file that is there is replaced.")
  private Optional<Path> output;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--bits",
      paramLabel = "8|16",
      description =
          "Bits a channel of the picture. Default: 16 where the content picture has 16 and the"
              + " output is a PNG or TIFF, else 8.")
  private Optional<Integer> bits;

  @Option(
      names = "--keep-every",
      paramLabel = "N",
      description =
          "Keep iterations 0, N, 2N … and the last: for --frames and --gif, or without those beside"
              + " the output as OUT_at_iteration_0010.png. Default with --frames or --gif: the"
              + " preset's.")
  private Optional<Integer> keepEvery;

  @Option(
      names = "--frames",
      paramLabel = "FOLDER|FILE.tif",
      description = "Where to put what is kept: a folder of PNG files, or a TIFF stack.")
  private Optional<Path> frames;

  @Option(
      names = "--gif",
      paramLabel = "FILE.gif",
      description = "Make an animation of what is kept.")
  private Optional<Path> gif;

  @Option(
      names = "--loss-plot",
      paramLabel = "FILE",
      description = "Draw the losses over the iterations: .png, .jpg or .tif.")
  private Optional<Path> lossPlot;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "Save checkpoints here while running. It is removed when the run is complete.")
  private Optional<Path> checkpoint;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      defaultValue = "" + CHECKPOINT_EVERY,
      description = "Iterations between checkpoints. Default: ${DEFAULT-VALUE}.")
  private int checkpointEvery;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "Go on from a checkpoint, with the other options as they were; further checkpoints go to"
              + " the same file.")
  private Optional<Path> resume;

  /**
   * Where the results go.
   *
   * @param sixteenBit whether the picture gets 16 bits a channel
   * @param keepEvery iterations between two frames that are kept; 0 for none
   * @param framesFolder where kept frames lie while the run goes on, and afterwards unless {@code
   *     framesTemporary}
   */
  public record Outputs(
      Path picture,
      boolean sixteenBit,
      int keepEvery,
      Path framesFolder,
      boolean framesTemporary,
      Optional<Path> stack,
      Optional<Path> gif,
      Optional<Path> lossPlot,
      Path checkpoint,
      Optional<Path> resume) {}

  /**
   * How an engine has to deliver what is written. Frames become pictures of 8 bits.
   *
   * @param presetKeepEvery the preset's own interval
   * @param checkpoints iterations between checkpoints; 0 for none but those of a stop
   */
  public Delivery delivery(
      int presetKeepEvery, int checkpoints, boolean checkpointsToClient, ClientLoss onClientLoss) {
    return new Delivery(
        keepEvery(presetKeepEvery),
        Datatype.U8,
        Datatype.F32,
        Optional.empty(),
        checkpoints,
        checkpointsToClient,
        onClientLoss);
  }

  private int keepEvery(int presetKeepEvery) {
    return keepEvery.orElse(frames.isPresent() || gif.isPresent() ? presetKeepEvery : 0);
  }

  /** Iterations between checkpoints; 0 where none but that of a stop is asked for. */
  public int checkpoints() {
    return checkpoint.isPresent() || resume.isPresent() ? checkpointEvery : 0;
  }

  private Path output() {
    return output.orElseThrow(
        () ->
            new BadInputException(
                "missing --output FILE; 'stylestream help %s' explains".formatted(command.name())));
  }

  /** Refuses what contradicts itself, and paths that can't be written. */
  public void check(DistinctPaths paths) {
    paths.add("-o", output());
    frames.ifPresent(path -> paths.add("--frames", path));
    gif.ifPresent(path -> paths.add("--gif", path));
    lossPlot.ifPresent(path -> paths.add("--loss-plot", path));
    paths.add("--checkpoint", checkpointFile());
    if (resume.isPresent() && checkpoint.isPresent()) {
      throw new BadInputException(
          "--resume and --checkpoint can't be given together: a run that is resumed goes on writing"
              + " its checkpoints to the file given with --resume");
    }
    atLeastOne("--keep-every", keepEvery.orElse(1));
    atLeastOne("--checkpoint-every", checkpointEvery);
    BadInputException.refusing(
        () -> {
          checkFiles();
          return output();
        });
  }

  private void checkFiles() throws PictureException {
    OutputCheck.picture(output());
    checkBits();
    if (frames.isPresent()) {
      if (isStack(frames.get())) {
        OutputCheck.picture(frames.get());
      } else {
        OutputCheck.folder(frames.get());
      }
    }
    if (gif.isPresent()) {
      OutputCheck.file(gif.get(), List.of(".gif"));
    }
    if (lossPlot.isPresent()) {
      OutputCheck.picture(lossPlot.get());
    }
    OutputCheck.file(checkpointFile());
  }

  private void checkBits() throws PictureException {
    int wanted = bits.orElse(8);
    if (wanted != 8 && wanted != 16) {
      throw new BadInputException("--bits is %d; it must be 8 or 16".formatted(wanted));
    }
    if (wanted == 16 && PictureFormat.of(output()) == PictureFormat.JPEG) {
      throw new BadInputException(
          "%s can't have 16 bits a channel, since a JPEG has 8; write a .png or .tif"
              .formatted(output()));
    }
  }

  private static void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new BadInputException("%s is %d; it must be at least 1".formatted(option, value));
    }
  }

  /**
   * The outputs, with the defaults filled in.
   *
   * @param contentBits bits a channel of the content picture
   * @param presetKeepEvery the preset's own interval
   */
  public Outputs outputs(int contentBits, int presetKeepEvery) {
    boolean asked = frames.isPresent() || gif.isPresent();
    boolean folderGiven = frames.isPresent() && !isStack(frames.get());
    boolean temporary = asked && !folderGiven;
    return new Outputs(
        output(),
        isSixteenBit(output(), contentBits),
        keepEvery(presetKeepEvery),
        framesFolder(folderGiven, temporary),
        temporary,
        frames.filter(OutputOptions::isStack),
        gif,
        lossPlot,
        checkpointFile(),
        resume);
  }

  /**
   * The folder for the pictures of a batch.
   *
   * @throws BadInputException if options are given that have a meaning for single pictures only
   */
  public Path batchFolder() {
    if (keepEvery.isPresent()
        || frames.isPresent()
        || gif.isPresent()
        || lossPlot.isPresent()
        || checkpoint.isPresent()
        || resume.isPresent()) {
      throw new BadInputException(
          "with --batch only the pictures are written; leave out --keep-every, --frames, --gif,"
              + " --loss-plot, --checkpoint and --resume");
    }
    return output();
  }

  /**
   * Where the frames of a sequence go, each of which is kept.
   *
   * @throws BadInputException if options are given that have a meaning for single pictures only
   */
  public Outputs sequence() {
    if (keepEvery.isPresent()
        || lossPlot.isPresent()
        || checkpoint.isPresent()
        || resume.isPresent()) {
      throw new BadInputException(
          "a sequence keeps every frame and has no checkpoints; leave out --keep-every, --loss-plot,"
              + " --checkpoint and --resume");
    }
    return outputs(8, 1);
  }

  /** One picture of a batch. */
  public Outputs batchOutputs(Path picture, int contentBits) {
    return new Outputs(
        picture,
        isSixteenBit(picture, contentBits),
        0,
        picture.resolveSibling(""),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        beside(picture),
        Optional.empty());
  }

  private Path framesFolder(boolean folderGiven, boolean temporary) {
    if (folderGiven) {
      return frames.get();
    }
    return temporary
        ? checkpointFile().resolveSibling(checkpointFile().getFileName() + ".frames")
        : output().resolveSibling("");
  }

  private Path checkpointFile() {
    return resume.or(() -> checkpoint).orElseGet(() -> beside(output()));
  }

  private static Path beside(Path picture) {
    String name = String.valueOf(picture.getFileName());
    int dot = name.lastIndexOf('.');
    return picture.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".checkpoint");
  }

  private boolean isSixteenBit(Path picture, int contentBits) {
    boolean jpeg =
        BadInputException.refusing(() -> PictureFormat.of(picture)) == PictureFormat.JPEG;
    return !jpeg && bits.orElse(contentBits > 8 ? 16 : 8) == 16;
  }

  private static boolean isStack(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".tif") || name.endsWith(".tiff");
  }
}
