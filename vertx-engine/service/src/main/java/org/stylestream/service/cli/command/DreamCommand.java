package org.stylestream.service.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stylestream.compute.dream.DeepDream;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.image.Zoom;
import org.stylestream.compute.preset.DreamSettings;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.protocol.job.DeepDreamRequest;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.option.DreamOptions;
import org.stylestream.service.cli.option.InputPictures;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.option.ReportOptions;
import org.stylestream.service.cli.run.JobDraft;
import org.stylestream.service.cli.run.SequenceReport;
import org.stylestream.service.cli.run.UploadedImages;
import org.stylestream.service.cli.run.Workplace;
import org.stylestream.service.cli.run.ZoomRun;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.picture.Picture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Dreams on a picture. */
@Command(
    name = "dream",
    sortOptions = false,
    description = {
      "Deep Dream: makes more of what the network sees in the picture, octave by octave.",
      "With --zoom-frames, each frame dreams on the middle of the last one."
    },
    footer = {
      "",
      "For example: stylestream dream photo.jpg -o dream.png",
      "             stylestream dream photo.jpg --layer block4_conv3 --filter 12 -o dream.png",
      "             stylestream dream photo.jpg --zoom-frames 60 --gif zoom.gif -o last.png"
    })
public final class DreamCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ContentOrBatch contents;
  @Mixin private OutputOptions outputOptions;
  @Mixin private DreamOptions dreamOptions;

  @Option(
      names = "--guide",
      paramLabel = "FILE",
      description = "Dream of what is in this picture, instead of what is there already.")
  private Optional<Path> guide;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Of the jitter: the same seed gives the same picture. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--zoom-frames",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Make a sequence of so many frames, for --frames and --gif, or beside the output; -o gets"
              + " the last.")
  private int zoomFrames;

  @Option(
      names = "--zoom-continue",
      description = "Go on from the frames that are there, with the other options as they were.")
  private boolean goOn;

  @Option(
      names = "--zoom",
      paramLabel = "S",
      defaultValue = "0.05",
      description = "Share of the sides that a frame loses to the next. Default: ${DEFAULT-VALUE}.")
  private double zoom;

  @Mixin private WorkplaceOptions workplaceOptions;
  @Mixin private ReportOptions reportOptions;
  @Mixin private ClusterSettings cluster;

  public DreamCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    DreamSettings settings = dreamOptions.settings();
    checkZoom();
    PictureWork work = new PictureWork(surroundings, workplaceOptions, reportOptions, cluster);
    DistinctPaths inputs = new DistinctPaths();
    guide.ifPresent(file -> inputs.addInput("--guide", file));
    if (contents.batch().isPresent()) {
      Optional<Picture> guiding = guide.map(InputPictures::read);
      return work.batch(
          contents.batch().get(),
          inputs,
          outputOptions,
          file -> draft(settings, InputPictures.read(file), guiding));
    }
    inputs.addInput("the content picture", contents.content());
    work.check(outputOptions, inputs);
    Picture picture = InputPictures.read(contents.content());
    Optional<Picture> guiding = guide.map(InputPictures::read);
    if (zoomFrames > 0) {
      return work.at(
          (workplace, progress) -> zoom(workplace, picture, settings, guiding, progress));
    }
    return work.make(draft(settings, picture, guiding), outputOptions);
  }

  private void checkZoom() {
    if (zoomFrames < 0) {
      throw new BadInputException(
          "--zoom-frames is %d; it must be at least 0".formatted(zoomFrames));
    }
    if (!(zoom > 0 && zoom <= 0.5)) {
      throw new BadInputException(
          "--zoom is %s; it must be above 0 and at most 0.5".formatted(zoom));
    }
    if (zoomFrames > 0) {
      workplaceOptions.checkAttended();
      outputOptions.sequence();
      if (contents.batch().isPresent()) {
        throw new BadInputException(
            "--batch makes a picture of each file; leave out --zoom-frames");
      }
    }
  }

  private JobDraft draft(DreamSettings settings, Picture picture, Optional<Picture> guiding) {
    UploadedImages images = new UploadedImages();
    List<String> notes = new ArrayList<>(picture.source().notes());
    guiding.ifPresent(other -> notes.addAll(other.source().notes()));
    return JobDraft.of(
        request(
            settings,
            images.add(picture.image()),
            guiding.map(other -> images.add(other.image())),
            seed),
        images,
        picture.alpha(),
        picture.source().bitsPerChannel(),
        notes);
  }

  private DeepDreamRequest request(
      DreamSettings settings,
      ImageDescription image,
      Optional<ImageDescription> guiding,
      long jitterSeed) {
    return new DeepDreamRequest(
        ModelStore.AUTO,
        image,
        settings.layers(),
        settings.filters(),
        Optional.of(settings.size().text()),
        settings.octaves(),
        settings.octaveScale(),
        settings.steps(),
        settings.stepSize(),
        settings.maximumLoss().stream().boxed().findFirst(),
        settings.jitter(),
        settings.variationWeight(),
        settings.pixelWeight(),
        guiding,
        jitterSeed);
  }

  private int zoom(
      Workplace workplace,
      Picture picture,
      DreamSettings settings,
      Optional<Picture> guiding,
      Progress progress)
      throws IOException {
    SizeRule.Size size =
        DeepDream.size(
            settings, new SizeRule.Size(picture.image().height(), picture.image().width()));
    SequenceReport report =
        new ZoomRun(workplace, outputOptions.sequence(), surroundings.cancellation(), progress)
            .run(
                Resampler.resize(picture.image(), size.height(), size.width()),
                zoomFrames,
                new Zoom(zoom),
                (image, frame) -> frame(settings.at(new SizeRule.Native()), image, guiding, frame),
                goOn);
    reportOptions.tell(surroundings, report::json, report::lines);
    return report.exitCode();
  }

  private JobDraft frame(
      DreamSettings settings, Image image, Optional<Picture> guiding, int frame) {
    UploadedImages images = new UploadedImages();
    return JobDraft.of(
        request(
            settings,
            images.add(image),
            guiding.map(other -> images.add(other.image())),
            seed + frame),
        images,
        Optional.empty(),
        8,
        List.of());
  }
}
